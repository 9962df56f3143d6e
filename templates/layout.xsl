<?xml version="1.0" encoding="UTF-8"?>
<!--
  layout.xsl: the frame of every page. A page/<kind>.xsl includes it and gives the templates

    match="page" mode="main"   what stands in <main>
    match="page" mode="head"   more for <head> (optional)

  The first page of a batch carries the <chrome>; all pages of a batch are of one language.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                xmlns:str="http://exslt.org/strings" exclude-result-prefixes="hw str">
<xsl:include href="part/word.xsl"/>
<xsl:include href="part/icon.xsl"/>
<xsl:strip-space elements="*"/>

<xsl:variable name="chrome" select="/pages/page[1]/chrome"/>
<xsl:variable name="prefix" select="string($chrome/@prefix)"/>
<xsl:variable name="lang" select="string(/pages/page[1]/@lang)"/>

<xsl:template match="/">
  <pages>
    <xsl:for-each select="pages/page">
      <page path="{@path}">
        <html lang="{@lang}" data-theme="{$chrome/@theme}">
          <xsl:call-template name="head"/>
          <xsl:call-template name="body"/>
        </html>
      </page>
    </xsl:for-each>
  </pages>
</xsl:template>

<xsl:template name="page-title">
  <xsl:choose>
    <xsl:when test="search[@q != '']"><xsl:value-of select="hw:t('search.title', search/@q)"/></xsl:when>
    <xsl:when test="search"><xsl:value-of select="hw:t('title.search')"/></xsl:when>
    <xsl:when test="@title-text"><xsl:value-of select="hw:t(concat('title.', @title-text))"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="@title"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="page" mode="head"/>

<xsl:template name="head">
  <xsl:variable name="title"><xsl:call-template name="page-title"/></xsl:variable>
  <xsl:variable name="description">
    <xsl:choose>
      <xsl:when test="@description"><xsl:value-of select="@description"/></xsl:when>
      <xsl:when test="$chrome/description"><xsl:value-of select="$chrome/description"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$chrome/name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>
      <xsl:value-of select="$title"/>
      <xsl:if test="$title != $chrome/name"> – <xsl:value-of select="$chrome/name"/></xsl:if>
    </title>
    <meta name="description" content="{$description}"/>
    <meta name="color-scheme" content="light dark"/>
    <link rel="stylesheet" href="{$chrome/asset[@name = 'site.css']/@href}"/>
    <link rel="icon" type="image/svg+xml" href="{$chrome/asset[@name = 'favicon.svg']/@href}"/>
    <script src="{$chrome/asset[@name = 'site.js']/@href}" defer="defer"/>
    <xsl:choose>
      <xsl:when test="error or message or gone"><meta name="robots" content="noindex"/></xsl:when>
      <xsl:when test="search">
        <meta name="robots" content="noindex"/>
        <link rel="canonical" href="{$chrome/@base}{search/@canonical}"/>
      </xsl:when>
      <xsl:when test="explore[@query != '']">
        <meta name="robots" content="noindex"/>
        <link rel="canonical" href="{$chrome/@base}{@path}"/>
      </xsl:when>
      <xsl:otherwise>
        <link rel="canonical" href="{$chrome/@base}{@path}"/>
        <xsl:if test="count($chrome/language) &gt; 1">
          <xsl:variable name="path" select="@path"/>
          <xsl:for-each select="$chrome/language">
            <link rel="alternate" hreflang="{@lang}">
              <xsl:attribute name="href">
                <xsl:value-of select="$chrome/@base"/>
                <xsl:call-template name="other-path"><xsl:with-param name="path" select="$path"/></xsl:call-template>
              </xsl:attribute>
            </link>
          </xsl:for-each>
        </xsl:if>
        <meta property="og:type" content="website"/>
        <meta property="og:url" content="{$chrome/@base}{@path}"/>
      </xsl:otherwise>
    </xsl:choose>
    <link rel="alternate" type="application/atom+xml" title="{hw:t('feed')}" href="/feed.atom"/>
    <xsl:if test="@feed"><link rel="alternate" type="application/atom+xml" title="{$title}" href="{@feed}"/></xsl:if>
    <meta property="og:title" content="{$title}"/>
    <meta property="og:description" content="{$description}"/>
    <meta property="og:site_name" content="{$chrome/name}"/>
    <meta property="og:locale" content="{translate(@lang, '-', '_')}"/>
    <xsl:apply-templates select="." mode="head"/>
    <xsl:if test="jsonld"><script type="application/ld+json"><xsl:copy-of select="jsonld"/></script></xsl:if>
  </head>
</xsl:template>

<!-- The same page in the language at hand: swaps this page's prefix for that language's. -->
<xsl:template name="other-path">
  <xsl:param name="path"/>
  <xsl:value-of select="concat(@prefix, substring($path, string-length($prefix) + 1))"/>
</xsl:template>

<xsl:template name="body">
  <body>
    <a class="skip" href="#main"><xsl:value-of select="hw:t('skip')"/></a>
    <header class="top">
      <xsl:if test="$chrome/notice">
        <p class="notice"><xsl:copy-of select="$chrome/notice/@lang"/><xsl:value-of select="$chrome/notice"/></p>
      </xsl:if>
      <div class="bar wrap">
        <a class="brand" href="{$chrome/@home}">
          <xsl:call-template name="logo"/>
          <span class="brand-name"><xsl:copy-of select="$chrome/name/@lang"/><xsl:value-of select="$chrome/short-name"/></span>
        </a>
        <xsl:if test="not(home or search)">
          <xsl:call-template name="search-form"/>
        </xsl:if>
        <xsl:call-template name="languages"/>
      </div>
      <xsl:call-template name="navigation"/>
    </header>
    <main id="main">
      <xsl:if test="not(home)"><xsl:attribute name="class">wrap</xsl:attribute></xsl:if>
      <xsl:apply-templates select="crumbs"/>
      <xsl:apply-templates select="." mode="main"/>
    </main>
    <xsl:call-template name="footer"/>
  </body>
</xsl:template>

<xsl:template name="search-form">
  <xsl:param name="id" select="'q'"/>
  <xsl:param name="class" select="'search'"/>
  <xsl:param name="q" select="''"/>
  <form class="{$class}" role="search" action="{$chrome/@search}" method="get">
    <label class="unseen" for="{$id}"><xsl:value-of select="hw:t('search.label')"/></label>
    <input type="search" id="{$id}" name="q" value="{$q}" placeholder="{hw:t('search.placeholder')}" autocomplete="off"
           maxlength="200"/>
    <xsl:for-each select="search/state/input"><input type="hidden" name="{@name}" value="{@value}"/></xsl:for-each>
    <button type="submit"><xsl:call-template name="icon"><xsl:with-param name="id" select="'search'"/></xsl:call-template>
      <span><xsl:value-of select="hw:t('search')"/></span></button>
  </form>
</xsl:template>

<xsl:template name="languages">
  <xsl:variable name="path" select="@path"/>
  <xsl:variable name="query">
    <xsl:for-each select="search">
      <xsl:value-of select="concat('?q=', str:encode-uri(@q, true()))"/>
      <xsl:for-each select="state/input"><xsl:value-of select="concat('&amp;', @name, '=', str:encode-uri(@value, true()))"/></xsl:for-each>
    </xsl:for-each>
    <xsl:value-of select="explore/@query"/>
  </xsl:variable>
  <xsl:if test="count($chrome/language) &gt; 1">
    <ul class="languages" aria-label="{hw:t('languages')}">
      <xsl:for-each select="$chrome/language[not(@current)]">
        <li>
          <a hreflang="{@lang}" lang="{@lang}" rel="alternate">
            <xsl:attribute name="href">
              <xsl:call-template name="other-path"><xsl:with-param name="path" select="$path"/></xsl:call-template>
              <xsl:value-of select="$query"/>
            </xsl:attribute>
            <xsl:choose><xsl:when test="@lang = 'en'">English</xsl:when><xsl:otherwise>中文</xsl:otherwise></xsl:choose>
          </a>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:if>
</xsl:template>

<xsl:template name="navigation">
  <nav class="nav" aria-label="{hw:t('nav')}">
    <details class="menu">
      <summary><xsl:value-of select="hw:t('menu')"/></summary>
      <xsl:call-template name="nav-links"/>
    </details>
    <div class="nav-wide wrap"><xsl:call-template name="nav-links"/></div>
  </nav>
</xsl:template>

<xsl:template name="nav-links">
  <xsl:variable name="path" select="@path"/>
  <ul>
    <xsl:for-each select="$chrome/nav">
      <li>
        <a href="{@href}">
          <xsl:if test="starts-with($path, @href)">
            <xsl:attribute name="aria-current">
              <xsl:choose><xsl:when test="$path = @href">page</xsl:when><xsl:otherwise>true</xsl:otherwise></xsl:choose>
            </xsl:attribute>
          </xsl:if>
          <xsl:value-of select="hw:t(concat('nav.', @text))"/>
        </a>
      </li>
    </xsl:for-each>
  </ul>
</xsl:template>

<xsl:template match="crumbs">
  <nav class="crumbs" aria-label="{hw:t('crumbs')}">
    <ol>
      <li><a href="{$chrome/@home}"><xsl:value-of select="hw:t('home')"/></a></li>
      <xsl:for-each select="crumb">
        <li>
          <a href="{@href}">
            <xsl:copy-of select="@lang"/>
            <xsl:if test="position() = last()"><xsl:attribute name="aria-current">page</xsl:attribute></xsl:if>
            <xsl:call-template name="word"/>
          </a>
        </li>
      </xsl:for-each>
    </ol>
  </nav>
</xsl:template>

<xsl:template name="footer">
  <xsl:variable name="f" select="$chrome/footer"/>
  <footer class="foot">
    <xsl:call-template name="waterline"/>
    <div class="wrap foot-grid">
      <div>
        <p class="foot-name"><xsl:copy-of select="$chrome/name/@lang"/><xsl:value-of select="$chrome/name"/></p>
        <dl class="foot-facts">
          <xsl:for-each select="$f/host | $f/undertaker | $f/phone | $f/email | $f/address">
            <div>
              <dt><xsl:value-of select="hw:t(concat('footer.', name()))"/></dt>
              <dd><xsl:copy-of select="@lang"/>
                <xsl:choose>
                  <xsl:when test="self::email"><a href="mailto:{.}"><xsl:value-of select="substring-before(., '@')"/>@<wbr/><xsl:value-of select="substring-after(., '@')"/></a></xsl:when>
                  <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
                </xsl:choose>
              </dd>
            </div>
          </xsl:for-each>
        </dl>
      </div>
      <nav aria-label="{hw:t('footer.nav')}">
        <ul class="foot-links">
          <li><a href="{$prefix}/about/"><xsl:value-of select="hw:t('title.about')"/></a></li>
          <li><a href="{$prefix}/help/"><xsl:value-of select="hw:t('title.help')"/></a></li>
          <li><a href="{$prefix}/developers/"><xsl:value-of select="hw:t('title.developers')"/></a></li>
          <li><a href="{$prefix}/sectors/"><xsl:value-of select="hw:t('title.sectors')"/></a></li>
          <li><a href="{$prefix}/formats/"><xsl:value-of select="hw:t('title.formats')"/></a></li>
          <li><a href="{$prefix}/open-types/"><xsl:value-of select="hw:t('title.open-types')"/></a></li>
          <li><a href="{$prefix}/site-map/"><xsl:value-of select="hw:t('title.site-map')"/></a></li>
          <li><a href="{$prefix}/quality/"><xsl:value-of select="hw:t('title.quality')"/></a></li>
          <li><a href="{$prefix}/changes/"><xsl:value-of select="hw:t('title.changes')"/></a></li>
          <li><a href="/feed.atom"><xsl:value-of select="hw:t('feed')"/></a></li>
          <xsl:if test="$f/email">
            <li><a href="mailto:{$f/email}?subject={hw:t('footer.report-subject')}%20{@path}"><xsl:value-of select="hw:t('footer.report')"/></a></li>
          </xsl:if>
        </ul>
      </nav>
    </div>
    <div class="wrap foot-last">
      <p>
        <xsl:if test="$f/site-code"><span><xsl:value-of select="hw:t('footer.site-code')"/><xsl:text> </xsl:text><xsl:value-of select="$f/site-code"/></span><xsl:text> </xsl:text></xsl:if>
        <xsl:for-each select="$f/icp | $f/police"><span><xsl:copy-of select="@lang"/><xsl:value-of select="."/></span><xsl:text> </xsl:text></xsl:for-each>
      </p>
      <xsl:if test="$f/note"><p><xsl:copy-of select="$f/note/@lang"/><xsl:value-of select="$f/note"/></p></xsl:if>
    </div>
  </footer>
</xsl:template>

</xsl:stylesheet>
