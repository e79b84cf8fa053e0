// Package bboxlayout knows the XHTML that `pdftotext -bbox-layout` of poppler
// writes: pages, blocks, lines and words with their places on the page, each
// word as it is seen from left to right. It gives them back as pages in the
// order of reading, right to left where the script is so. It must never give a
// word a place that is not the word's own.
package bboxlayout

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
)

// Of hostile pages: more words or a longer word are no page that somebody set.
const (
	maxWords = 200_000 // of one page
	maxToken = 1 << 20 // bytes of one tag or text between tags
)

// Read reads pages from r and gives each to page as it is whole. It returns how
// many it gave, and an error of page unchanged; any other error says that r
// does not hold such pages to the end.
func Read(r io.Reader, page func(content.Page) error) (int, error) {
	reader := &reader{in: bufio.NewReaderSize(r, 64<<10), give: page}
	for {
		err := reader.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return reader.given, err
		}
	}
	switch {
	case !reader.ended:
		return reader.given, errors.New("the program's answer is cut off")
	case reader.page != nil:
		return reader.given, errors.New("the program's answer ends within a page")
	}
	return reader.given, nil
}

// word is one word as it is seen.
type word struct {
	text string // its characters from left to right
	box  content.Box
}

type reader struct {
	in    *bufio.Reader
	give  func(content.Page) error
	given int

	body   bool // past the head, whose title is a stranger's
	ended  bool
	page   *writer
	lines  [][]word // of the block
	line   []word
	words  int // of the page
	inWord bool
	at     word
}

// next reads one text and the tag after it.
func (r *reader) next() error {
	text, err := r.until('<')
	if err != nil {
		return err
	}
	if r.inWord {
		r.at.text += plain(text)
	}
	tag, err := r.until('>')
	if err != nil {
		return io.ErrUnexpectedEOF
	}
	name, attributes, _ := strings.Cut(strings.TrimSpace(tag), " ")
	return r.tag(name, attributes)
}

// until reads up to a mark, which it drops, io.EOF where it does not come.
func (r *reader) until(mark byte) (string, error) {
	var token []byte
	for {
		part, err := r.in.ReadSlice(mark)
		token = append(token, part...)
		switch {
		case len(token) > maxToken:
			return "", fmt.Errorf("the program's answer holds a word of over %d bytes", maxToken)
		case err == nil:
			return string(token[:len(token)-1]), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		}
	}
}

func (r *reader) tag(name, attributes string) error {
	switch {
	case name == "doc":
		r.body = true
	case name == "/doc":
		r.ended = true
	case !r.body || r.ended:
	case name == "page":
		r.page = newWriter(r.given+1, number(attributes, "width"), number(attributes, "height"))
		r.words, r.lines, r.line = 0, nil, nil
	case r.page == nil:
	case name == "word":
		r.inWord, r.at = true, word{box: box(attributes)}
	case name == "/word":
		return r.endWord()
	case name == "/line":
		r.lines, r.line = append(r.lines, r.line), nil
	case name == "/block":
		r.page.block(r.lines)
		r.lines = nil
	case name == "/page":
		// A program that wrote no blocks still wrote words.
		r.page.block(append(r.lines, r.line))
		page := r.page.finish()
		r.page, r.lines, r.line = nil, nil, nil
		r.given++
		return r.give(page)
	}
	return nil
}

func (r *reader) endWord() error {
	if !r.inWord {
		return nil
	}
	r.inWord = false
	if r.words++; r.words > maxWords {
		return &content.Limited{Limit: "words_of_a_page", Max: maxWords}
	}
	if r.at.text != "" {
		r.line = append(r.line, r.at)
	}
	return nil
}

// number gives the value of an attribute, 0 where it is none.
func number(attributes, name string) float64 {
	_, after, _ := strings.Cut(" "+attributes, " "+name+`="`)
	value, _, _ := strings.Cut(after, `"`)
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n != n || n < -1e6 || n > 1e6 {
		return 0
	}
	return n
}

func box(attributes string) content.Box {
	return content.Box{X0: number(attributes, "xMin"), Y0: number(attributes, "yMin"), X1: number(attributes, "xMax"), Y1: number(attributes, "yMax")}
}

// plain undoes the escapes of the program and drops what no text holds: zero
// bytes, line ends within a word, bytes that are no UTF-8.
func plain(text string) string {
	text = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&").Replace(text)
	if strings.IndexFunc(text, unwritten) < 0 && utf8.ValidString(text) {
		return text
	}
	var out bytes.Buffer
	for _, c := range strings.ToValidUTF8(text, string(utf8.RuneError)) {
		if !unwritten(c) {
			out.WriteRune(c)
		}
	}
	return out.String()
}

func unwritten(c rune) bool { return c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 }
