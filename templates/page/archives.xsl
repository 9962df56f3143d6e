<?xml version="1.0" encoding="UTF-8"?>
<!-- archives.xsl: bulk downloads, machine catalogues, and how to verify them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:hw="urn:headwater"
                exclude-result-prefixes="hw">
<xsl:include href="../layout.xsl"/>
<xsl:include href="../part/download.xsl"/>

<xsl:template match="page" mode="main">
  <header class="page-head">
    <h1><xsl:call-template name="page-title"/></h1>
    <p class="lead"><xsl:value-of select="hw:t('lead.archives')"/></p>
  </header>
  <xsl:for-each select="archives/group[bulk]">
    <section class="block">
      <h2><xsl:value-of select="hw:t(concat('archives.', @id))"/></h2>
      <div class="scroll bulk-scroll" role="region" tabindex="0" aria-label="{hw:t(concat('archives.', @id))}">
        <table class="bulk">
          <thead><tr><th scope="col"><xsl:value-of select="hw:t('archives.content')"/></th><th scope="col"><xsl:value-of select="hw:t('download.file')"/></th><th scope="col" class="number"><xsl:value-of select="hw:t('download.size')"/></th><th scope="col"><xsl:value-of select="hw:t('download.sha256')"/></th></tr></thead>
          <xsl:for-each select="bulk">
            <tbody>
              <xsl:for-each select="download">
                <tr>
                  <xsl:if test="position() = 1"><th scope="rowgroup" rowspan="{last()}"><xsl:copy-of select="../title/@lang"/><xsl:apply-templates select="../title" mode="marked"/></th></xsl:if>
                  <td><a class="file" href="{@href}" download="download"><xsl:call-template name="icon"><xsl:with-param name="id" select="'download'"/></xsl:call-template><span><xsl:value-of select="@format"/></span></a></td>
                  <td class="number"><xsl:call-template name="size"/></td>
                  <td><xsl:call-template name="checksum"/></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </xsl:for-each>
        </table>
      </div>
    </section>
  </xsl:for-each>
  <section class="block" id="verify">
    <h2><xsl:value-of select="hw:t('archives.verify')"/></h2>
    <div class="prose">
      <p><xsl:value-of select="hw:t('archives.verify-1')"/><xsl:text> </xsl:text><a href="/SHA256SUMS">SHA256SUMS</a></p>
      <p><xsl:value-of select="hw:t('archives.verify-linux')"/></p>
      <pre><code>curl -O <xsl:value-of select="$chrome/@base"/>/archives/portal.zip
curl -s <xsl:value-of select="$chrome/@base"/>/SHA256SUMS | grep ' archives/portal.zip$' | sed 's# archives/# #' | sha256sum -c</code></pre>
      <p><xsl:value-of select="hw:t('archives.verify-windows')"/></p>
      <pre><code>Get-FileHash portal.zip -Algorithm SHA256</code></pre>
      <p><xsl:value-of select="hw:t('archives.verify-inside')"/></p>
      <pre><code>unzip portal.zip -d portal &amp;&amp; cd portal &amp;&amp; sha256sum -c manifest-sha256.txt</code></pre>
    </div>
  </section>
  <section class="block" id="catalogues">
    <h2><xsl:value-of select="hw:t('archives.catalogues')"/></h2>
    <p><xsl:value-of select="hw:t('archives.catalogues-note')"/></p>
    <ul class="entries">
      <xsl:for-each select="archives/catalogue[download]">
        <li class="entry"><a href="{download/@href}"><code><xsl:value-of select="@id"/></code></a><xsl:text> </xsl:text><xsl:value-of select="hw:t(concat('catalogue.', @id))"/><xsl:text> </xsl:text><span class="quiet small"><xsl:for-each select="download"><xsl:call-template name="size"/></xsl:for-each></span></li>
      </xsl:for-each>
    </ul>
  </section>
</xsl:template>
</xsl:stylesheet>
