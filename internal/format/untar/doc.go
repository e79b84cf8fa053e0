// Package untar knows tape archives: ustar and PAX (POSIX.1-2017), GNU's long
// names and sparse files, and the old form without a mark. It must never act
// on a member's name, which is only a label whatever path it spells, nor
// follow a link.
//
// Names are the bytes as they stand, UTF-8 or not: a tape archive of the old
// form does not say how they are encoded.
package untar
