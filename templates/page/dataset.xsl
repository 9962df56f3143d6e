<?xml version="1.0" encoding="UTF-8"?>
<!-- dataset.xsl: one dataset: what it is, how to get it, what is in it, how to use and cite it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/download.xsl"/>
<xsl:include href="../part/quality.xsl"/>
<xsl:include href="../part/resource.xsl"/>

<xsl:template match="page" mode="head">
  <xsl:for-each select="dataset/machine/download[@format = 'json']">
    <link rel="alternate" type="application/json" href="{@href}" title="{../@id}"/>
  </xsl:for-each>
</xsl:template>

<xsl:template match="page" mode="main"><xsl:apply-templates select="dataset"/></xsl:template>

<xsl:template match="dataset">
  <article>
    <header class="page-head">
      <h1><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h1>
      <ul class="item-facts">
        <li><a class="open open-{open/@type}" href="{open/label/@href}"><xsl:value-of select="open/label"/></a></li>
        <li><a href="{contact/org/@href}"><xsl:copy-of select="contact/org/@lang"/><xsl:value-of select="contact/org"/></a></li>
        <li><xsl:value-of select="hw:t('updated')"/><xsl:text> </xsl:text><time datetime="{@modified}"><xsl:value-of select="@modified"/></time></li>
        <xsl:if test="@rows &gt; 0"><li><a href="{$prefix}/help/definitions/#rows"><xsl:value-of select="hw:t('rows', format-number(@rows, '#,##0'))"/></a></li></xsl:if>
        <xsl:if test="@fields &gt; 0"><li><a href="{$prefix}/help/definitions/#fields"><xsl:value-of select="hw:t('fields', format-number(@fields, '#,##0'))"/></a></li></xsl:if>
        <xsl:if test="@capacity &gt; 0"><li><a href="{$prefix}/help/definitions/#capacity"><xsl:value-of select="hw:t('figure.capacity')"/><xsl:text> </xsl:text><xsl:value-of select="format-number(@capacity, '#,##0')"/></a></li></xsl:if>
      </ul>
      <p class="lead"><xsl:copy-of select="abstract/@lang"/><xsl:apply-templates select="abstract" mode="marked"/></p>
      <xsl:if test="sample-note"><p class="callout callout-sample"><strong><xsl:value-of select="hw:t('dataset.sample-note')"/></strong><xsl:text> </xsl:text><xsl:apply-templates select="sample-note" mode="text"/></p></xsl:if>
      <xsl:call-template name="toc"/>
    </header>
    <div class="with-aside">
      <div class="dataset-main">
        <xsl:apply-templates select="open"/>
        <xsl:if test="resource/download or archive/download"><xsl:call-template name="downloads"/></xsl:if>
        <xsl:if test="open/@type = 1 and count(resource[@list]) = count(resource)">
          <p class="callout"><xsl:value-of select="hw:t('dataset.no-files')"/><xsl:text> </xsl:text>
            <xsl:choose>
              <xsl:when test="source/@href"><xsl:value-of select="hw:t('dataset.no-files-at')"/><xsl:text> </xsl:text><a href="{source/@href}" rel="external"><xsl:value-of select="source/@href"/></a></xsl:when>
              <xsl:otherwise><xsl:value-of select="hw:t('dataset.no-files-ask')"/></xsl:otherwise>
            </xsl:choose>
          </p>
        </xsl:if>
        <xsl:if test="resource/field">
          <section class="block" id="fields">
            <h2><xsl:value-of select="hw:t('dataset.fields')"/></h2>
            <xsl:apply-templates select="resource[field]" mode="dictionary"/>
          </section>
        </xsl:if>
        <xsl:if test="resource/preview">
          <section class="block" id="preview">
            <h2><xsl:value-of select="hw:t('dataset.preview')"/></h2>
            <xsl:apply-templates select="resource/preview"/>
          </section>
        </xsl:if>
        <xsl:if test="resource/field/profile">
          <section class="block" id="profile">
            <h2><xsl:value-of select="hw:t('dataset.profile')"/></h2>
            <p class="quiet small"><xsl:value-of select="hw:t('dataset.profile-note')"/></p>
            <xsl:apply-templates select="resource[field/profile]" mode="profile"/>
          </section>
        </xsl:if>
        <xsl:if test="body">
          <section class="block" id="about">
            <h2><xsl:value-of select="hw:t('dataset.about')"/></h2>
            <xsl:call-template name="fallback-note"/>
            <xsl:apply-templates select="body"/>
          </section>
        </xsl:if>
        <section class="block" id="metadata">
          <h2><xsl:value-of select="hw:t('dataset.metadata')"/></h2>
          <xsl:apply-templates select="quality"/>
          <xsl:call-template name="metadata"/>
        </section>
      </div>
      <aside class="dataset-aside" aria-label="{hw:t('dataset.aside')}">
        <xsl:call-template name="aside"/>
      </aside>
    </div>
  </article>
</xsl:template>

<xsl:template name="toc">
  <nav class="toc" aria-label="{hw:t('dataset.toc')}">
    <ul>
      <xsl:if test="resource/download or archive/download"><li><a href="#download"><xsl:value-of select="hw:t('dataset.download')"/></a></li></xsl:if>
      <xsl:if test="resource/field"><li><a href="#fields"><xsl:value-of select="hw:t('dataset.fields')"/></a></li></xsl:if>
      <xsl:if test="resource/preview"><li><a href="#preview"><xsl:value-of select="hw:t('dataset.preview')"/></a></li></xsl:if>
      <xsl:if test="resource/field/profile"><li><a href="#profile"><xsl:value-of select="hw:t('dataset.profile')"/></a></li></xsl:if>
      <xsl:if test="body"><li><a href="#about"><xsl:value-of select="hw:t('dataset.about')"/></a></li></xsl:if>
      <li><a href="#metadata"><xsl:value-of select="hw:t('dataset.metadata')"/></a></li>
      <li><a href="#cite"><xsl:value-of select="hw:t('dataset.cite')"/></a></li>
    </ul>
  </nav>
</xsl:template>

<!-- What one must meet for conditional data, and why closed data is closed. -->
<xsl:template match="open">
  <xsl:if test="@type != 1">
    <section class="callout callout-open-{@type}" id="terms">
      <h2><xsl:value-of select="label"/></h2>
      <xsl:if test="note"><p><xsl:copy-of select="note/@lang"/><xsl:value-of select="note"/></p></xsl:if>
      <dl class="facts facts-wide">
        <xsl:for-each select="condition | reason">
          <div><dt><xsl:value-of select="hw:t(concat('open.', name()))"/></dt><dd><xsl:apply-templates select="." mode="text"/></dd></div>
        </xsl:for-each>
        <xsl:if test="material">
          <div><dt><xsl:value-of select="hw:t('open.materials')"/></dt><dd><ul><xsl:for-each select="material"><li><xsl:apply-templates select="." mode="text"/></li></xsl:for-each></ul></dd></div>
        </xsl:if>
      </dl>
    </section>
  </xsl:if>
</xsl:template>

<xsl:template name="downloads">
  <section class="block" id="download">
    <h2><xsl:value-of select="hw:t('dataset.download')"/></h2>
    <xsl:if test="archive/download">
      <p class="take-all">
        <xsl:for-each select="archive/download">
          <a class="button button-main" href="{@href}" download="download"><xsl:call-template name="icon"><xsl:with-param name="id" select="'archive'"/></xsl:call-template><span><xsl:value-of select="hw:t('dataset.take-all')"/><xsl:text> </xsl:text><xsl:call-template name="size"/></span></a>
          <span class="quiet small"><xsl:value-of select="hw:t('dataset.take-all-note')"/></span>
          <span class="quiet small">SHA-256 <xsl:call-template name="checksum"/></span>
        </xsl:for-each>
      </p>
    </xsl:if>
    <xsl:for-each select="resource[download]">
      <h3 class="resource-title"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/>
        <xsl:if test="@sample = 'yes'"><xsl:text> </xsl:text><span class="tag"><xsl:value-of select="hw:t('dataset.sample')"/></span></xsl:if>
        <xsl:if test="@rows"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="hw:t('rows', format-number(@rows, '#,##0'))"/></span></xsl:if>
      </h3>
      <table class="files">
        <caption class="unseen"><xsl:apply-templates select="title" mode="marked"/></caption>
        <xsl:call-template name="download-head"/>
        <tbody><xsl:apply-templates select="download"/></tbody>
      </table>
    </xsl:for-each>
  </section>
</xsl:template>

<xsl:template name="metadata">
  <p class="quiet small"><xsl:value-of select="hw:t('dataset.metadata-note')"/></p>
  <dl class="metadata">
    <xsl:for-each select="core">
      <div>
        <dt><a href="{$prefix}/help/definitions/#core-{@n}"><xsl:value-of select="hw:t(concat('core.', @n))"/></a></dt>
        <dd><xsl:call-template name="values"/></dd>
      </div>
    </xsl:for-each>
    <xsl:for-each select="meta[value or @ungraded]">
      <div>
        <dt><xsl:value-of select="hw:t(concat('meta.', @id))"/></dt>
        <dd><xsl:call-template name="values"/></dd>
      </div>
    </xsl:for-each>
  </dl>
</xsl:template>

<xsl:template name="values">
  <xsl:choose>
    <xsl:when test="@count"><xsl:choose><xsl:when test="@count &gt; 0"><a href="#fields"><xsl:value-of select="hw:t('fields', @count)"/></a></xsl:when><xsl:otherwise><xsl:value-of select="hw:t('none')"/></xsl:otherwise></xsl:choose></xsl:when>
    <xsl:when test="@ungraded"><xsl:value-of select="hw:t('grade.none')"/></xsl:when>
    <xsl:when test="not(value)"><xsl:value-of select="hw:t('none')"/></xsl:when>
    <xsl:otherwise>
      <xsl:for-each select="value">
        <xsl:if test="position() &gt; 1"><span class="sep"><xsl:choose><xsl:when test="../@id = 'period'"> – </xsl:when><xsl:otherwise> · </xsl:otherwise></xsl:choose></span></xsl:if>
        <xsl:apply-templates select="." mode="link"/>
        <xsl:if test="@code"><xsl:text> </xsl:text><code class="quiet small"><xsl:value-of select="@code"/></code></xsl:if>
        <xsl:if test="@synthetic"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="hw:t('org.synthetic')"/></span></xsl:if>
      </xsl:for-each>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="aside">
  <section class="aside-box">
    <h2><xsl:value-of select="hw:t('dataset.contact')"/></h2>
    <p><a href="{contact/org/@href}"><xsl:copy-of select="contact/org/@lang"/><xsl:value-of select="contact/org"/></a></p>
    <ul class="plain">
      <xsl:for-each select="contact/name"><li><xsl:apply-templates select="." mode="text"/></li></xsl:for-each>
      <xsl:for-each select="contact/phone"><li><a href="tel:{translate(., ' -', '')}"><xsl:value-of select="."/></a></li></xsl:for-each>
      <xsl:for-each select="contact/email"><li><a href="mailto:{.}"><xsl:value-of select="."/></a></li></xsl:for-each>
    </ul>
  </section>
  <xsl:if test="licence">
    <section class="aside-box">
      <h2><xsl:value-of select="hw:t('dataset.licence')"/></h2>
      <p><xsl:apply-templates select="licence" mode="licence"/></p>
      <xsl:if test="licence/text"><p class="small"><xsl:copy-of select="licence/text/@lang"/><xsl:value-of select="licence/text"/></p></xsl:if>
    </section>
  </xsl:if>
  <section class="aside-box">
    <h2><xsl:value-of select="hw:t('dataset.source')"/></h2>
    <p>
      <xsl:choose>
        <xsl:when test="source/@href"><a href="{source/@href}" rel="external"><xsl:copy-of select="source/title/@lang"/><xsl:value-of select="source/title"/></a></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="source/title" mode="text"/></xsl:otherwise>
      </xsl:choose>
    </p>
    <xsl:for-each select="source/publisher | source/note"><p class="small"><xsl:apply-templates select="." mode="text"/></p></xsl:for-each>
  </section>
  <section class="aside-box" id="cite">
    <h2><xsl:value-of select="hw:t('dataset.cite')"/></h2>
    <p class="cite" data-copy="{cite}"><xsl:apply-templates select="cite" mode="marked"/></p>
    <p class="quiet small"><xsl:value-of select="hw:t('dataset.cite-note')"/></p>
  </section>
  <xsl:if test="machine/download">
    <section class="aside-box">
      <h2><xsl:value-of select="hw:t('dataset.machine')"/></h2>
      <ul class="plain">
        <xsl:for-each select="machine[download]">
          <li><a href="{download/@href}"><xsl:value-of select="hw:t(concat('machine.', @id))"/></a></li>
        </xsl:for-each>
      </ul>
    </section>
  </xsl:if>
  <xsl:if test="related">
    <section class="aside-box">
      <h2><xsl:value-of select="hw:t('dataset.related')"/></h2>
      <ul class="plain links"><xsl:for-each select="related"><li><xsl:apply-templates select="." mode="link"/></li></xsl:for-each></ul>
    </section>
  </xsl:if>
  <xsl:if test="near">
    <section class="aside-box">
      <h2><xsl:value-of select="hw:t('dataset.near')"/></h2>
      <ul class="plain links"><xsl:for-each select="near"><li><xsl:apply-templates select="." mode="link"/></li></xsl:for-each></ul>
    </section>
  </xsl:if>
  <xsl:if test="change">
    <section class="aside-box">
      <h2><xsl:value-of select="hw:t('dataset.changes')"/></h2>
      <ul class="changes">
        <xsl:for-each select="change"><li><time datetime="{@date}"><xsl:value-of select="@date"/></time><xsl:text> </xsl:text><xsl:apply-templates select="." mode="text"/></li></xsl:for-each>
      </ul>
    </section>
  </xsl:if>
</xsl:template>

<xsl:template match="licence" mode="licence">
  <xsl:choose>
    <xsl:when test="@href"><a rel="license" href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></a></xsl:when>
    <xsl:otherwise><xsl:apply-templates select="title" mode="text"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
