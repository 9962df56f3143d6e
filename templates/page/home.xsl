<?xml version="1.0" encoding="UTF-8"?>
<!-- home.xsl: the home page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/list.xsl"/>
<xsl:include href="../part/figure.xsl"/>

<xsl:template match="page" mode="main"><xsl:apply-templates select="home"/></xsl:template>

<xsl:template match="home">
  <section class="hero">
    <xsl:call-template name="landscape"/>
    <div class="wrap hero-body">
      <h1><xsl:copy-of select="$chrome/name/@lang"/><xsl:value-of select="$chrome/name"/></h1>
      <p class="hero-lead"><xsl:copy-of select="description/@lang"/><xsl:value-of select="description"/></p>
      <xsl:for-each select="..">
        <xsl:call-template name="search-form"><xsl:with-param name="class" select="'search search-big'"/></xsl:call-template>
      </xsl:for-each>
      <xsl:if test="word">
        <p class="hero-words"><span><xsl:value-of select="hw:t('home.words')"/></span>
          <xsl:for-each select="word"><xsl:text> </xsl:text><a href="{@href}"><xsl:copy-of select="@lang"/><xsl:apply-templates select="." mode="marked"/></a></xsl:for-each>
        </p>
      </xsl:if>
    </div>
  </section>
  <section class="wrap figures-home" aria-label="{hw:t('home.figures')}"><xsl:call-template name="figures"/></section>
  <section class="wrap block">
    <div class="block-head"><h2><xsl:value-of select="hw:t('home.themes')"/></h2><a href="{$prefix}/themes/"><xsl:value-of select="hw:t('home.all-themes')"/></a></div>
    <ul class="tiles">
      <xsl:for-each select="theme">
        <li>
          <a class="tile" href="{@href}">
            <xsl:call-template name="icon"><xsl:with-param name="id" select="@code"/></xsl:call-template>
            <span class="tile-name"><xsl:copy-of select="title/@lang"/><xsl:value-of select="title"/></span>
            <xsl:text> </xsl:text>
            <span class="tile-count"><xsl:value-of select="@count"/></span>
          </a>
        </li>
      </xsl:for-each>
    </ul>
  </section>
  <xsl:if test="sector">
    <section class="band">
      <div class="wrap">
        <div class="block-head"><h2><xsl:value-of select="hw:t('home.sectors')"/></h2><p><xsl:value-of select="hw:t('home.sectors-note')"/></p></div>
        <ul class="sectors">
          <xsl:for-each select="sector">
            <li><a class="sector" href="{@href}"><span class="sector-name"><xsl:copy-of select="title/@lang"/><xsl:value-of select="title"/></span><xsl:text> </xsl:text><span class="sector-count"><xsl:value-of select="hw:t('count.datasets', @count)"/></span></a></li>
          </xsl:for-each>
        </ul>
      </div>
    </section>
  </xsl:if>
  <div class="wrap home-columns">
    <section class="block">
      <div class="block-head"><h2><xsl:value-of select="hw:t('home.latest')"/></h2><a href="{$prefix}/datasets/"><xsl:value-of select="hw:t('home.all-datasets')"/></a></div>
      <ol class="items"><xsl:apply-templates select="item"><xsl:with-param name="level" select="3"/></xsl:apply-templates></ol>
    </section>
    <div class="home-side">
      <xsl:if test="news">
        <section class="block">
          <div class="block-head"><h2><xsl:value-of select="hw:t('home.news')"/></h2><a href="{$prefix}/news/"><xsl:value-of select="hw:t('home.more')"/></a></div>
          <ul class="news">
            <xsl:for-each select="news">
              <li><time datetime="{@date}"><xsl:value-of select="@date"/></time><xsl:text> </xsl:text><a href="{@href}"><xsl:copy-of select="@lang"/><xsl:apply-templates select="." mode="marked"/></a></li>
            </xsl:for-each>
          </ul>
        </section>
      </xsl:if>
      <section class="block">
        <div class="block-head"><h2><xsl:value-of select="hw:t('home.regions')"/></h2><a href="{$prefix}/regions/"><xsl:value-of select="hw:t('home.all-regions')"/></a></div>
        <ul class="region-bars">
          <xsl:for-each select="region">
            <li><a href="{@href}"><span><xsl:copy-of select="@lang"/><xsl:value-of select="."/></span><xsl:text> </xsl:text><span class="count-number"><xsl:value-of select="@count"/></span></a></li>
          </xsl:for-each>
        </ul>
      </section>
      <section class="call">
        <h2><xsl:value-of select="hw:t('home.bulk')"/></h2>
        <p><xsl:value-of select="hw:t('home.bulk-note')"/></p>
        <ul class="call-links">
          <xsl:for-each select="download">
            <li><a class="button" href="{@href}" download="download"><xsl:call-template name="icon"><xsl:with-param name="id" select="'archive'"/></xsl:call-template><span><xsl:value-of select="@file"/><xsl:text> </xsl:text><xsl:call-template name="size"/></span></a></li>
          </xsl:for-each>
        </ul>
        <p><a href="{$prefix}/archives/"><xsl:value-of select="hw:t('home.bulk-all')"/></a></p>
      </section>
    </div>
  </div>
</xsl:template>
</xsl:stylesheet>
