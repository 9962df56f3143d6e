<?xml version="1.0" encoding="UTF-8"?>
<!-- icon.xsl: the portal's own drawings: logo, water lines, and line icons on a grid of 24. None carries meaning alone. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- Three rivers rising from one snow peak. -->
<xsl:template name="logo">
  <svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
    <circle cx="20" cy="20" r="19" class="logo-disc"/>
    <path class="logo-peak" d="M20 7l7.5 11.5-3.6-1.9L20 19.4l-3.9-2.8-3.6 1.9z"/>
    <path class="logo-river" d="M20 21.5c-4.2 1.2-3 4-7.6 4.9-3.2.6-5.4-.1-8-1.6"/>
    <path class="logo-river" d="M20 21.5c0 3.9-3.2 4.8-1.6 8.6 1.2 2.7 1.2 5.2.4 7.6"/>
    <path class="logo-river" d="M20 21.5c4.2 1.2 3 4 7.6 4.9 3.2.6 5.4-.1 8-1.6"/>
  </svg>
</xsl:template>

<xsl:template name="waterline">
  <svg class="waterline" viewBox="0 0 1200 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <path d="M0 14c100-12 200-12 300 0s200 12 300 0 200-12 300 0 200 12 300 0v10H0z"/>
    <path class="waterline-top" d="M0 8c100-10 200-10 300 0s200 10 300 0 200-10 300 0 200 10 300 0"/>
  </svg>
</xsl:template>

<!-- The home page's backdrop: ranges of snow mountains over a lake. -->
<xsl:template name="landscape">
  <svg class="landscape" viewBox="0 0 1440 320" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
    <path class="land-far" d="M0 330V196L70 150L120 176L236 92L300 150L348 122L410 164L520 70L560 104L590 86L680 168L742 132L800 158L905 62L960 112L990 94L1078 170L1140 124L1185 152L1262 78L1330 134L1372 108L1440 156V330z"/>
    <path class="land-snow" d="M236 92L271 124L253 114L238 129L236 111L213 126L201 115L188 127zM348 122L371 137L359 132L350 140L348 131L335 138L327 133L319 139zM520 70L542 89L532 83L524 91L520 81L510 90L503 83L496 90zM590 86L601 96L595 93L589 97L590 92L581 97L577 93L572 97zM905 62L935 90L921 81L910 94L905 78L891 91L882 82L872 92zM990 94L1002 104L995 101L990 105L990 100L981 105L977 101L972 105zM1140 124L1165 139L1154 134L1146 142L1140 133L1132 140L1125 135L1117 141zM1262 78L1300 109L1284 99L1271 113L1262 96L1249 111L1239 100L1227 112zM1372 108L1392 122L1382 118L1374 124L1372 117L1360 123L1354 118L1347 124z"/>
    <path class="land-near" d="M0 236c70-26 120-42 190-30s120 42 190 30 110-58 190-46 130 50 210 38 120-46 200-38 120 44 190 34 110-44 180-36 90 16 90 16v130H0z"/>
    <path class="land-water" d="M0 268c120-14 240-14 360 0s240 14 360 0 240-14 360 0 240 14 360 0v52H0z"/>
    <path class="land-line" d="M0 284c120-10 240-10 360 0s240 10 360 0 240-10 360 0 240 10 360 0M0 300c120-8 240-8 360 0s240 8 360 0 240-8 360 0 240 8 360 0"/>
  </svg>
</xsl:template>

<xsl:template name="icon">
  <xsl:param name="id"/>
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path>
      <xsl:attribute name="d">
        <xsl:choose>
          <xsl:when test="$id = 'search'">M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3L20.5 20.5</xsl:when>
          <xsl:when test="$id = 'filter'">M4 6h16M7 12h10M10 18h4</xsl:when>
          <xsl:when test="$id = 'download'">M12 4v11M7 10.5l5 5 5-5M5 20h14</xsl:when>
          <xsl:when test="$id = 'archive'">M4 5h16v4H4zM5.5 9v10h13V9M10 13h4</xsl:when>
          <!-- themes, by the code of the 21 common ones -->
          <xsl:when test="$id = '01'">M12 3l7 3v5.5c0 4.5-3 7.7-7 9.5-4-1.8-7-5-7-9.5V6zM9 12l2.2 2.2L15.2 10</xsl:when>
          <xsl:when test="$id = '02'">M9 4h6v5h5v6h-5v5H9v-5H4V9h5z</xsl:when>
          <xsl:when test="$id = '03'">M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5M17.5 14.3c2.2.8 3.5 2.9 3.5 5.7</xsl:when>
          <xsl:when test="$id = '04'">M6 19v-6a6 6 0 0 1 12 0v6M4 19h16M12 3V1.8M4.5 6.5L3.5 5.5M19.5 6.5l1-1</xsl:when>
          <xsl:when test="$id = '05'">M4 20V9l6-4v15M10 20V11h10v9M3 20h18M13.5 14.5h3M13.5 17h3M6.8 12v.1M6.8 15v.1</xsl:when>
          <xsl:when test="$id = '06'">M6 4h12v12H6zM6 11h12M8.5 16v3M15.5 16v3M9 13.5v.1M15 13.5v.1</xsl:when>
          <xsl:when test="$id = '07'">M12 6.5C10 5 7 4.5 3.5 5v13c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5zM12 6.5V19</xsl:when>
          <xsl:when test="$id = '08'">M10 3v6L4.5 18.5A1.7 1.7 0 0 0 6 21h12a1.7 1.7 0 0 0 1.5-2.5L14 9V3M8.5 3h7M7.5 15h9</xsl:when>
          <xsl:when test="$id = '09'">M13 2.5L5 13.5h6l-1 8 8-11h-6z</xsl:when>
          <xsl:when test="$id = '10'">M5 19c0-9 5-14 15-14 0 10-5 15-13 13.5M5 21c1-5 4-8 8-10</xsl:when>
          <xsl:when test="$id = '11'">M3 20V11l5 3v-3l5 3v-3l5 3V4h3v16zM7 17h2M12 17h2</xsl:when>
          <xsl:when test="$id = '12'">M4 5h2l2.2 10.5h9.5L20 8H7M9.5 19.5v.1M16.5 19.5v.1</xsl:when>
          <xsl:when test="$id = '13'">M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 7.5L12 12l3.5-4.5M12 12v5.5M9 12.5h6M9 15h6</xsl:when>
          <xsl:when test="$id = '14'">M12 4L2.8 20h18.4zM12 10v5M12 17.5v.1</xsl:when>
          <xsl:when test="$id = '15'">M12 4v16M7 20h10M5 7l7-2 7 2M5 7l-2.5 6a2.8 2.8 0 0 0 5 0zM19 7l-2.5 6a2.8 2.8 0 0 0 5 0z</xsl:when>
          <xsl:when test="$id = '16'">M12 20s-8-4.8-8-10.5A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 8 2.3C20 15.2 12 20 12 20z</xsl:when>
          <xsl:when test="$id = '17'">M13 4l7 7M10.5 6.5l7 7M11.5 5.5l-5 5 3.5 3.5 5-5M9.5 12.5L3.5 18.5M12 20.5h8</xsl:when>
          <xsl:when test="$id = '18'">M4 8h13v6a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM17 9.5h1.5a2.5 2.5 0 0 1 0 5H17M8 2.5v2.5M12.5 2.5v2.5</xsl:when>
          <xsl:when test="$id = '19'">M7 18.5a4 4 0 0 1-.5-8A5.5 5.5 0 0 1 17 9.5a4.5 4.5 0 0 1 .5 9zM12 2.5v1.5M18.5 4.5l-1 1</xsl:when>
          <xsl:when test="$id = '20'">M12 21.5s-6.5-6-6.5-11.5a6.5 6.5 0 0 1 13 0c0 5.5-6.5 11.5-6.5 11.5zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z</xsl:when>
          <xsl:when test="$id = '21'">M3 20h18M4.5 20V10M9.5 20V10M14.5 20V10M19.5 20V10M3 10h18L12 4z</xsl:when>
          <xsl:otherwise>M4 6h16M4 12h16M4 18h16</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </path>
  </svg>
</xsl:template>

</xsl:stylesheet>
