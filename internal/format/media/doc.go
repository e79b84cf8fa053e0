// Package media knows what recordings say of themselves: MP4, QuickTime and
// 3GP, MP3, WAV, AIFF, AVI, Ogg (Opus, Vorbis, FLAC, Speex, Theora), FLAC, AMR,
// Matroska and WebM. It reads lengths, times, places, titles, codecs and the
// pictures put inside. It must never decode sound or film, believe a length
// over the end of the file, or give a time a zone that it was not told.
//
// Width and height are those of the film as it is shown, after it was turned as
// it says (field rotation). Where a length was worked out from the size of the
// file instead of being told, the field duration_guess says "likely".
package media
