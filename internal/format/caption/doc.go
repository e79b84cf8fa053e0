// Package caption knows what is said when in a recording: subtitles as WebVTT
// (W3C) and SubRip (SRT) have them, YouTube's SBV, and plain transcripts with
// marks of time. It must never move a word to another time.
package caption
