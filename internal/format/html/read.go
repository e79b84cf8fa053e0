package html

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
)

// Read reads a page of HTML or XHTML. Long pages are parted at the ends of
// paragraphs, so that each page handed over is of some 128 KiB at most.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	return Convert(src.Stream(), "", opt, out)
}

// Convert reads a page from r. stated is the encoding that the page's wrapping
// states (a header of HTTP or MIME), "" if none.
func Convert(r io.Reader, stated string, opt content.Options, out content.Sink) error {
	buffered := bufio.NewReaderSize(r, encoded.Head)
	head, err := buffered.Peek(encoded.Head)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning of the page: %w", err)
	}
	choice := choose(head, stated)
	for _, f := range choice.Fields() {
		if err := out.Field(f); err != nil {
			return err
		}
	}
	return convert(choice.Reader(buffered), isStrict(head), opt, out)
}

// isStrict tells XHTML, in which any element may close at once.
func isStrict(head []byte) bool {
	head = bytes.ToLower(head[:min(len(head), 1024)])
	return bytes.Contains(head, []byte("<?xml")) || bytes.Contains(head, []byte("//dtd xhtml")) && bytes.Contains(head, []byte("xmlns="))
}

// choose follows the wrapping's statement, then the page's own.
func choose(head []byte, stated string) encoded.Choice {
	if stated == "" {
		// The library looks for <meta charset> as HTML 13.2.3.2 has it. What
		// it guesses where there is none is not asked for.
		if _, name, _ := charset.DetermineEncoding(head[:min(len(head), 1024)], ""); bytes.Contains(bytes.ToLower(head[:min(len(head), 1024)]), []byte("charset")) {
			stated = name
		}
	}
	return encoded.Choose(head, stated)
}

// mostTag is how long a tag, script or comment may be: the tokenizer holds it
// in memory, several times over while it grows.
const mostTag = 32 << 20

// convert reads a page of UTF-8.
func convert(r io.Reader, strict bool, opt content.Options, out content.Sink) error {
	w := &walker{z: html.NewTokenizer(r), opt: opt, out: out, flow: flow{out: out}, strict: strict}
	w.z.AllowCDATA(strict)
	most := min(opt.Limits.WholeBytes, mostTag)
	w.z.SetMaxBuf(int(most))
	if err := w.walk(); err != nil {
		return err
	}
	if err := w.broken(w.z.Err(), most); err != nil {
		return err
	}
	if err := w.flow.finish(); err != nil {
		return err
	}
	return w.close()
}

// broken tells of what ended a page before its end.
func (w *walker) broken(err error, most int64) error {
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, html.ErrBufferExceeded):
		return w.out.Problem(content.Problem{
			Part:   w.flow.part() + " and after",
			Reason: fmt.Sprintf("one tag, script or comment is over %d bytes long", most),
			Limit:  "whole_bytes",
		})
	}
	return fmt.Errorf("read the page: %w", err)
}

// close tells what is known only at the end.
func (w *walker) close() error {
	if w.hidden == 0 {
		return nil
	}
	return w.out.Field(content.Field{Name: "hidden_text", Value: fmt.Sprintf("kept: %d places are not shown to a reader of the page", w.hidden)})
}
