// Package eml knows an e-mail message (RFC 5322 with MIME): who wrote to whom,
// when, about what, the text a reader would meet, and what is attached. It must
// never hide a text that only some readers are shown, nor follow an address
// that the message names.
package eml
