package eml

import (
	"fmt"
	"strings"

	"sanad/internal/format/content"
	"sanad/internal/format/mimepart"
)

// named ties header lines to the fields they are told as.
func named() []struct{ line, field string } {
	return []struct{ line, field string }{
		{"From", "from"}, {"Sender", "sender"}, {"To", "to"}, {"Cc", "cc"}, {"Bcc", "bcc"},
		{"Reply-To", "reply_to"}, {"Subject", "subject"}, {"Message-ID", "message_id"},
		{"In-Reply-To", "in_reply_to"}, {"References", "references"}, {"Return-Path", "return_path"},
		{"Resent-From", "resent_from"}, {"Resent-To", "resent_to"}, {"X-Mailer", "creator"}, {"User-Agent", "creator"},
		{"X-Originating-IP", "originating_ip"}, {"Keywords", "keywords"}, {"Comments", "comments"},
		{"Content-Language", "language"}, {"X-Gmail-Labels", "labels"}, {"Delivered-To", "delivered_to"},
		{"X-Forwarded-To", "forwarded_to"}, {"Organization", "organization"},
	}
}

// fields gives the header as fields. Lines that may come several times are
// fields several times.
func fields(h mimepart.Header, hint string) []content.Field {
	var all []content.Field
	for _, n := range named() {
		for _, raw := range h.All(n.line) {
			for _, value := range parted(mimepart.Text(raw, hint)) {
				all = append(all, content.Field{Name: n.field, Value: value})
			}
		}
	}
	if sent := mimepart.Date(h.Get("Date")); sent != "" {
		all = append(all, content.Field{Name: "sent", Value: sent})
	} else if raw := h.Get("Date"); raw != "" {
		all = append(all, content.Field{Name: "date_as_written", Value: mimepart.Text(raw, hint)})
	}
	return append(all, received(h, hint)...)
}

// received gives the way the message took, the last station first, as its lines
// stand. Only the stations that the receiver runs are to be believed.
func received(h mimepart.Header, hint string) []content.Field {
	var all []content.Field
	for _, raw := range h.All("Received") {
		all = append(all, content.Field{Name: "received", Value: mimepart.Text(raw, hint)})
	}
	return all
}

// parted parts a list of thousands of addresses into values short enough for a
// field, at commas.
func parted(value string) []string {
	const most = 32 << 10
	var parts []string
	for len(value) > most {
		at := strings.LastIndexByte(value[:most], ',')
		if at <= 0 {
			at = most - 1
			for at > 0 && value[at]&0xc0 == 0x80 {
				at--
			}
			at--
		}
		parts = append(parts, strings.TrimSpace(value[:at+1]))
		value = value[at+1:]
	}
	return append(parts, strings.TrimSpace(value))
}

// block gives the lines that stand above a message when it is shown or
// printed: what they say is what the message says, decoded.
func block(h mimepart.Header, hint string) string {
	var b strings.Builder
	for _, name := range []string{"From", "To", "Cc", "Bcc", "Date", "Subject"} {
		for _, raw := range h.All(name) {
			if value := mimepart.Text(raw, hint); value != "" {
				fmt.Fprintf(&b, "%s: %s\n", name, value)
			}
		}
	}
	return b.String()
}
