<?xml version="1.0" encoding="UTF-8"?>
<!-- resource.xsl: a file of a dataset: its field dictionary, what its values are like, its first rows. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">

<!-- A table wider than its place scrolls in a region of its own that the keyboard can reach. -->
<xsl:template match="resource" mode="dictionary">
  <xsl:choose>
    <xsl:when test="@list"><xsl:call-template name="listed-fields"/></xsl:when>
    <xsl:otherwise><xsl:call-template name="field-table"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- What a ledger lists: names, and nothing else is known of them. -->
<xsl:template name="listed-fields">
  <p class="quiet small"><xsl:value-of select="hw:t('field.listed')"/></p>
  <ul class="chips">
    <xsl:for-each select="field">
      <li class="chip"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/><xsl:if test="@grade &gt; 1"><xsl:text> </xsl:text><xsl:value-of select="hw:t('field.grade', @grade)"/></xsl:if></li>
    </xsl:for-each>
  </ul>
</xsl:template>

<xsl:template name="field-table">
  <xsl:if test="count(../resource[field]) &gt; 1"><h3 class="resource-title"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h3></xsl:if>
  <div class="scroll" role="region" tabindex="0" aria-label="{hw:t('dataset.fields')} – {title}">
    <table class="dictionary">
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="hw:t('field.title')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('field.name')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('field.type')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('field.rules')"/></th>
          <th scope="col"><xsl:value-of select="hw:t('field.description')"/></th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="field" mode="dictionary"/></tbody>
    </table>
  </div>
</xsl:template>

<xsl:template match="field" mode="dictionary">
  <xsl:variable name="name" select="@name"/>
  <tr>
    <th scope="row"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></th>
    <td><code><xsl:value-of select="@name"/></code></td>
    <td><xsl:value-of select="@type"/><xsl:if test="@length"><xsl:text> </xsl:text><span class="quiet small"><xsl:value-of select="hw:t('field.length', @length)"/></span></xsl:if></td>
    <td>
      <xsl:if test="../key[. = $name]"><span class="tag"><xsl:value-of select="hw:t('field.key')"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:if test="@required"><span class="tag"><xsl:value-of select="hw:t('field.required')"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:if test="@unique"><span class="tag"><xsl:value-of select="hw:t('field.unique')"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:if test="@open"><span class="tag open-{@open}"><xsl:value-of select="hw:t(concat('open.type-', @open))"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:if test="@grade &gt; 1"><span class="tag"><xsl:value-of select="hw:t('field.grade', @grade)"/></span></xsl:if>
    </td>
    <td class="field-text">
      <xsl:if test="description"><p><xsl:apply-templates select="description" mode="text"/></p></xsl:if>
      <xsl:if test="unit"><p><xsl:value-of select="hw:t('field.unit')"/><xsl:text> </xsl:text><xsl:apply-templates select="unit" mode="text"/></p></xsl:if>
      <xsl:if test="codes"><p><xsl:value-of select="hw:t('field.codes')"/><xsl:text> </xsl:text><xsl:apply-templates select="codes" mode="link"/></p></xsl:if>
      <xsl:if test="allowed"><p><xsl:value-of select="hw:t('field.allowed')"/><xsl:for-each select="allowed"><xsl:text> </xsl:text><code><xsl:apply-templates select="." mode="marked"/></code></xsl:for-each></p></xsl:if>
      <xsl:if test="@listed-only"><p class="quiet"><xsl:value-of select="hw:t('field.listed-only')"/></p></xsl:if>
    </td>
  </tr>
</xsl:template>

<xsl:template match="resource" mode="profile">
  <xsl:if test="count(../resource[field/profile]) &gt; 1"><h3 class="resource-title"><xsl:copy-of select="title/@lang"/><xsl:apply-templates select="title" mode="marked"/></h3></xsl:if>
  <ul class="profiles">
    <xsl:for-each select="field[profile]">
      <li class="profile">
        <p class="profile-name"><xsl:apply-templates select="title" mode="text"/><xsl:text> </xsl:text><code class="quiet small"><xsl:value-of select="@name"/></code></p>
        <xsl:for-each select="profile">
          <xsl:if test="chart"><div class="chart"><xsl:copy-of select="chart"/></div></xsl:if>
          <dl class="profile-facts">
            <div><dt><a href="{$prefix}/help/definitions/#blank-share"><xsl:value-of select="hw:t('figure.blank-share')"/></a></dt><dd><xsl:value-of select="@blank-share"/>%</dd></div>
            <div><dt><a href="{$prefix}/help/definitions/#distinct"><xsl:value-of select="hw:t('figure.distinct')"/></a></dt><dd><xsl:value-of select="format-number(@distinct, '#,##0')"/></dd></div>
            <xsl:if test="@min">
              <div><dt><a href="{$prefix}/help/definitions/#range"><xsl:value-of select="hw:t('profile.min')"/></a></dt><dd><xsl:value-of select="@min"/></dd></div>
              <div><dt><a href="{$prefix}/help/definitions/#range"><xsl:value-of select="hw:t('profile.max')"/></a></dt><dd><xsl:value-of select="@max"/></dd></div>
            </xsl:if>
          </dl>
        </xsl:for-each>
      </li>
    </xsl:for-each>
  </ul>
</xsl:template>

<xsl:template match="preview">
  <xsl:if test="count(../../resource[preview]) &gt; 1"><h3 class="resource-title"><xsl:copy-of select="../title/@lang"/><xsl:apply-templates select="../title" mode="marked"/></h3></xsl:if>
  <div class="scroll" role="region" tabindex="0" aria-label="{hw:t('dataset.preview')} – {../title}">
    <table class="preview">
      <caption><xsl:value-of select="hw:t('preview.caption', @shown, format-number(@rows, '#,##0'))"/></caption>
      <thead>
        <tr>
          <xsl:for-each select="column"><th scope="col"><xsl:if test="@number"><xsl:attribute name="class">number</xsl:attribute></xsl:if><xsl:copy-of select="@lang"/><xsl:apply-templates select="." mode="marked"/></th></xsl:for-each>
        </tr>
      </thead>
      <tbody>
        <xsl:copy-of select="@lang"/>
        <xsl:for-each select="row">
          <tr><xsl:for-each select="cell"><td><xsl:choose><xsl:when test="@number"><xsl:attribute name="class">number</xsl:attribute></xsl:when><xsl:when test="string-length(.) &gt; 16"><xsl:attribute name="class">long</xsl:attribute></xsl:when></xsl:choose><xsl:apply-templates select="." mode="marked"/></td></xsl:for-each></tr>
        </xsl:for-each>
      </tbody>
    </table>
  </div>
  <xsl:if test="../@explore"><p class="explore-go"><a class="button" href="{../@explore}"><xsl:call-template name="icon"><xsl:with-param name="id" select="'filter'"/></xsl:call-template><span><xsl:value-of select="hw:t('explore.go')"/></span></a></p></xsl:if>
</xsl:template>

</xsl:stylesheet>
