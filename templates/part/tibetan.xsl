<?xml version="1.0" encoding="UTF-8"?>
<!--
  tibetan.xsl: marks runs of Tibetan in texts of other languages, so that they are read and set as Tibetan.

  Looking costs time, and most documents have no Tibetan: a document is asked once, by the marks that nearly every text
  has (the dot between syllables, the stroke at an end, the four vowel signs), then its texts the same way. A node that
  is known to have some says so by @script. Only then a text is cut.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:str="http://exslt.org/strings"
                exclude-result-prefixes="str">

<xsl:variable name="tibetan" select="concat(
  '&#xF00;&#xF01;&#xF02;&#xF03;&#xF04;&#xF05;&#xF06;&#xF07;&#xF08;&#xF09;&#xF0A;&#xF0B;&#xF0C;&#xF0D;&#xF0E;&#xF0F;',
  '&#xF10;&#xF11;&#xF12;&#xF13;&#xF14;&#xF15;&#xF16;&#xF17;&#xF18;&#xF19;&#xF1A;&#xF1B;&#xF1C;&#xF1D;&#xF1E;&#xF1F;',
  '&#xF20;&#xF21;&#xF22;&#xF23;&#xF24;&#xF25;&#xF26;&#xF27;&#xF28;&#xF29;&#xF2A;&#xF2B;&#xF2C;&#xF2D;&#xF2E;&#xF2F;',
  '&#xF30;&#xF31;&#xF32;&#xF33;&#xF34;&#xF35;&#xF36;&#xF37;&#xF38;&#xF39;&#xF3A;&#xF3B;&#xF3C;&#xF3D;&#xF3E;&#xF3F;',
  '&#xF40;&#xF41;&#xF42;&#xF43;&#xF44;&#xF45;&#xF46;&#xF47;&#xF49;&#xF4A;&#xF4B;&#xF4C;&#xF4D;&#xF4E;&#xF4F;&#xF50;',
  '&#xF51;&#xF52;&#xF53;&#xF54;&#xF55;&#xF56;&#xF57;&#xF58;&#xF59;&#xF5A;&#xF5B;&#xF5C;&#xF5D;&#xF5E;&#xF5F;&#xF60;',
  '&#xF61;&#xF62;&#xF63;&#xF64;&#xF65;&#xF66;&#xF67;&#xF68;&#xF69;&#xF6A;&#xF6B;&#xF6C;&#xF71;&#xF72;&#xF73;&#xF74;',
  '&#xF75;&#xF76;&#xF77;&#xF78;&#xF79;&#xF7A;&#xF7B;&#xF7C;&#xF7D;&#xF7E;&#xF7F;&#xF80;&#xF81;&#xF82;&#xF83;&#xF84;',
  '&#xF85;&#xF86;&#xF87;&#xF88;&#xF89;&#xF8A;&#xF8B;&#xF8C;&#xF8D;&#xF8E;&#xF8F;&#xF90;&#xF91;&#xF92;&#xF93;&#xF94;',
  '&#xF95;&#xF96;&#xF97;&#xF99;&#xF9A;&#xF9B;&#xF9C;&#xF9D;&#xF9E;&#xF9F;&#xFA0;&#xFA1;&#xFA2;&#xFA3;&#xFA4;&#xFA5;',
  '&#xFA6;&#xFA7;&#xFA8;&#xFA9;&#xFAA;&#xFAB;&#xFAC;&#xFAD;&#xFAE;&#xFAF;&#xFB0;&#xFB1;&#xFB2;&#xFB3;&#xFB4;&#xFB5;',
  '&#xFB6;&#xFB7;&#xFB8;&#xFB9;&#xFBA;&#xFBB;&#xFBC;&#xFBE;&#xFBF;&#xFC0;&#xFC1;&#xFC2;&#xFC3;&#xFC4;&#xFC5;&#xFC6;',
  '&#xFC7;&#xFC8;&#xFC9;&#xFCA;&#xFCB;&#xFCC;&#xFCE;&#xFCF;&#xFD0;&#xFD1;&#xFD2;&#xFD3;&#xFD4;&#xFD5;&#xFD6;&#xFD7;',
  '&#xFD8;&#xFD9;&#xFDA;')"/>
<xsl:variable name="tibetan-dots" select="str:padding(string-length($tibetan), '&#xF0B;')"/>
<xsl:variable name="has-tibetan" select="contains(/pages, '&#xF0B;') or contains(/pages, '&#xF0D;') or contains(/pages, '&#xF72;') or contains(/pages, '&#xF74;') or contains(/pages, '&#xF7A;') or contains(/pages, '&#xF7C;')"/>

<!-- Text, from its first run of Tibetan on. What follows so many runs stays as it is: no text may exhaust the stack. -->
<xsl:template name="tibetan-runs">
  <xsl:param name="text" select="string(.)"/>
  <xsl:param name="left" select="60"/>
  <xsl:variable name="dotted" select="translate($text, $tibetan, $tibetan-dots)"/>
  <xsl:choose>
    <xsl:when test="$left = 0 or not(contains($dotted, '&#xF0B;'))"><xsl:value-of select="$text"/></xsl:when>
    <xsl:otherwise>
      <xsl:variable name="before" select="substring-before($dotted, '&#xF0B;')"/>
      <xsl:variable name="rest" select="substring($text, string-length($before) + 1)"/>
      <xsl:variable name="stop" select="substring(translate($rest, concat($tibetan, ' '), ''), 1, 1)"/>
      <xsl:value-of select="$before"/>
      <xsl:choose>
        <xsl:when test="$stop = ''"><span lang="bo"><xsl:value-of select="$rest"/></span></xsl:when>
        <xsl:otherwise>
          <xsl:variable name="run" select="substring-before($rest, $stop)"/>
          <span lang="bo"><xsl:value-of select="$run"/></span>
          <xsl:call-template name="tibetan-runs">
            <xsl:with-param name="text" select="substring($rest, string-length($run) + 1)"/>
            <xsl:with-param name="left" select="$left - 1"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

</xsl:stylesheet>
