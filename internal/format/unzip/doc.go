// Package unzip knows ZIP files (PKWARE APPNOTE 6.3.10): the directory at
// their end, the members it lists, the ways these are packed and encrypted,
// and how to find members where the directory is lost. It must never act on a
// member's name, which is only a label whatever path it spells, nor follow a
// link, nor read the same bytes for two members.
//
// What a member is called: the bytes as they stand if they are UTF-8 or say
// they are; Windows-1256 or code page 437 where the bytes speak clearly for
// one of them (the field encoding then names it); else the raw bytes.
//
// Times that a ZIP file gives without a zone, as DOS did, carry a location
// called "-00:00" (RFC 3339 4.3): the clock's reading is known, the zone not.
package unzip
