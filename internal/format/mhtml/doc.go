// Package mhtml knows a web page that was saved with all it is made of in one
// file (RFC 2557; Chrome's and Internet Explorer's .mht): its text, and every
// other part as a file. It must never fetch what is missing.
package mhtml
