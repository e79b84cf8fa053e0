package reading

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/tool/sandbox"
)

// answered has a child's reader read data, and takes what it says.
func answered(t *testing.T, reader, name, data, options string) (*taker, *memoryShelf) {
	t.Helper()
	var said bytes.Buffer
	job := sandbox.Job{Reader: reader, Name: name, Options: []byte(options), Data: strings.NewReader(data), Size: int64(len(data))}
	if err := Readers()[reader](job, &said); err != nil {
		t.Fatal(err)
	}
	shelf := newShelf()
	took := newTaker(shelf, reader)
	if err := took.take(context.Background(), &said); err != nil {
		t.Fatal(err)
	}
	return took, shelf
}

// What is too damaged for its format is read as what is left of it, and that
// is told; a limit, a lock and bytes that are no text are told as they are.
func TestWhatIsBrokenIsReadAsWhatIsLeft(t *testing.T) {
	telegram := `<html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="page_header">علی</div></div></body></html>`
	for _, c := range []struct{ what, reader, name, data, engine, text, gap, failed string }{
		{"whole JSON", engineJSON, "a.json", `{"نام":"علی"}`, engineJSON, "علی", "", ""},
		{"JSON cut off", engineJSON, "a.json", `{"نام":"علی`, enginePlain, `{"نام":"علی`, "the JSON is cut off; it was read as plain text", ""},
		{"JSON too deep", engineJSON, "a.json", strings.Repeat("[", 99) + strings.Repeat("]", 99), engineJSON, "", "over the limit depth of 9", ""},
		{"JSON of bytes", engineJSON, "a.json", "{\x00\x01", engineJSON, "", "", "JSON"},
		{"broken XML", engineXML, "a.xml", "<?xml version='1.0'?>< name>علی", enginePlain, "< name>علی", "it was read as plain text", ""},
		{"a drawing cut off", engineSVG, "a.svg", "<svg x='علی", enginePlain, "<svg x='علی", "it was read as plain text", ""},
		{"a message without a header", engineMail, "1.eml", "\nعلی رفت\n", enginePlain, "علی رفت", "it does not begin with header lines; it was read as plain text", ""},
		{"captions without times", engineCaption, "a.vtt", "WEBVTT\n\nعلی\n", enginePlain, "علی", "no line bears a time; it was read as plain text", ""},
		{"an export without messages", engineHTML, "messages.html", telegram, engineHTML, "علی", "it was read as a page of HTML", ""},
		{"a saved page without the page", engineMHTML, "a.mht", "From: a\r\nSubject: علی\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n", engineMail, "علی", "it was read as a message", ""},
		{"a ZIP that is none", engineZip, "a.zip", "PK\x03\x04", engineZip, "", "", "ZIP"},
	} {
		t.Run(c.what, func(t *testing.T) {
			took, shelf := answered(t, c.reader, c.name, c.data, `{"limits":{"TextBytes":1000000,"WholeBytes":1000000,"Pages":100,"Rows":100,"Members":10,"Depth":9,"Fields":100,"MemberBytes":1000,"MembersBytes":1000}}`)
			if took.engine != c.engine {
				t.Errorf("read by %s, want %s", took.engine, c.engine)
			}
			var out flow.Outcome
			for form, p := range took.parts {
				out.Readings = append(out.Readings, flow.Reading{Step: text.StepRead, Form: form, Rendition: p.sum})
			}
			if got := strings.Join(shelf.texts(t, out, text.StepRead), "\n"); !strings.Contains(got, c.text) {
				t.Errorf("the text is %q, want %q", got, c.text)
			}
			gaps := ""
			for _, g := range took.gaps {
				gaps += g.Part + ": " + g.Reason + "\n"
			}
			if !strings.Contains(gaps, c.gap) || c.gap == "" && gaps != "" {
				t.Errorf("what is missing is told as %q, want %q", gaps, c.gap)
			}
			failed := ""
			if took.failed != nil {
				failed = took.failed.Reason
			}
			if !strings.Contains(failed, c.failed) || (failed == "") != (c.failed == "") {
				t.Errorf("it failed for %q, want %q", failed, c.failed)
			}
		})
	}
}

// A part of an office package is no office document, whatever its media type
// begins with, and a drawing of Visio is a ZIP.
func TestMediaTypesFindTheirReaders(t *testing.T) {
	const office = "application/vnd.openxmlformats-officedocument."
	for media, want := range map[string]string{
		office + "spreadsheetml.sheet": engineWorkbook, office + "spreadsheetml.customProperty": "", office + "spreadsheetml.sheet.main+xml": engineXML,
		office + "wordprocessingml.document": engineDocx, office + "wordprocessingml.document.main+xml": engineXML, office + "presentationml.slideshow": enginePptx,
		"application/vnd.ms-visio.drawing.main+xml": engineZip, "application/ld+json": engineJSON, "TEXT/Plain; charset=utf-8": enginePlain, "application/octet-stream": "",
		"text/x-unheard-of": enginePlain, "application/x-lz4": engineCompressed,
	} {
		if got := engineFor(media); got != want {
			t.Errorf("%s is read by %q, want %q", media, got, want)
		}
	}
}
