/* version.h -- what --version prints; part of every entity tag, so that new code never meets old cached answers. */
#ifndef FCGI_VERSION_H
#define FCGI_VERSION_H

#define HEADWATER_VERSION "0.1.0"

#endif
