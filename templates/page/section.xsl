<?xml version="1.0" encoding="UTF-8"?>
<!-- section.xsl: the articles of one section. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t(concat('lead.', section/@id))"/></p>
  </header>
  <ul class="entries">
    <xsl:for-each select="section/entry">
      <li class="entry">
        <h2 class="item-title">
          <a href="{@href}"><xsl:copy-of select="title/@lang"/><xsl:choose><xsl:when test="@text"><xsl:value-of select="hw:t(concat('title.', @text))"/></xsl:when><xsl:otherwise><xsl:apply-templates select="title" mode="marked"/></xsl:otherwise></xsl:choose></a>
        </h2>
        <xsl:choose>
          <xsl:when test="@text"><p><xsl:value-of select="hw:t(concat('lead.', @text))"/></p></xsl:when>
          <xsl:when test="summary"><p><xsl:copy-of select="summary/@lang"/><xsl:value-of select="summary"/></p></xsl:when>
        </xsl:choose>
        <xsl:if test="@date">
          <ul class="item-facts">
            <xsl:if test="@status"><li><span class="status status-{@status}"><xsl:value-of select="hw:t(concat('status.', @status))"/></span></li></xsl:if>
            <xsl:if test="@number"><li lang="zh-CN"><xsl:value-of select="@number"/></li></xsl:if>
            <xsl:for-each select="issuer | source[not(../issuer)]"><li><xsl:apply-templates select="." mode="text"/></li></xsl:for-each>
            <li><time datetime="{@date}"><xsl:value-of select="@date"/></time></li>
          </ul>
        </xsl:if>
      </li>
    </xsl:for-each>
  </ul>
  <xsl:if test="not(section/entry)"><p class="empty"><xsl:value-of select="hw:t('section.empty')"/></p></xsl:if>
</xsl:template>
</xsl:stylesheet>
