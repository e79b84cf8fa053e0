// Package chat knows a chat as WhatsApp exports it: a text file with a line a
// message, dated in the way of the telephone that wrote it, in any digits. It
// must never change a letter of it, nor settle in silence whether 03/04 is in
// March or in April.
//
// The export has no format of its own that is written down anywhere; what is
// read here is what exports of Android and iOS telephones look like.
package chat
