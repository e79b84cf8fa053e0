package plain

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"

	"sanad/internal/format/content"
	"sanad/internal/ground/charset"
)

// Read hands over a text of any size in any encoding that package charset can
// tell: the field encoding names it, and encoding_guess tells "likely" or
// "unsure" where it was guessed. The whole file is measured before the first
// page is handed over, so that one answer holds for all of it.
//
// A page ends at a form feed, or where it would be over 64 KiB: then at a blank
// line, a line end or a space before that, so that a log of a gigabyte comes in
// pages a person can look at. The line ends stand in the page before. In UTF-8
// pages are exact, but for those that hold broken bytes; these are U+FFFD in
// the page's text and told as a problem, as is what the encoding has no letter
// for. Of control characters a text may hold what printers and terminals gave
// meaning to, and a 0x1A at its very end; with others it is ErrNotText.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	var s charset.Survey
	most := min(src.Size, 4*opt.Limits.TextBytes+pageMost)
	if _, err := io.CopyBuffer(&s, io.NewSectionReader(src, 0, most), make([]byte, 256<<10)); err != nil {
		return fmt.Errorf("reading the text: %w", err)
	}
	name, sure := s.Guess()
	wide := strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "utf-32")
	if b, at, found := s.Control(); found && !wide {
		return notText(b, at)
	}
	r := &reader{out: out, limit: most, name: name}
	if wide {
		if err := r.look(src); err != nil {
			return err
		}
	}
	if err := r.describe(&s, sure); err != nil {
		return err
	}
	if err := r.pages(src, &s); err != nil {
		return err
	}
	return r.tell(&s)
}

// reader hands over one text.
type reader struct {
	out    content.Sink
	limit  int64
	name   string // of the encoding
	number int    // of the last page
	lost   int64  // places without a letter
}

// exact reports whether the file's bytes are those of the pages.
func (r *reader) exact() bool { return r.name == charset.UTF8 }

// describe tells the encoding.
func (r *reader) describe(s *charset.Survey, sure charset.Certainty) error {
	name := r.name
	if length, marked := s.Mark(); length > 0 && marked == charset.UTF8 {
		name = UTF8BOM
	}
	if err := r.out.Field(content.Field{Name: "encoding", Value: name}); err != nil {
		return err
	}
	if guess := sure.String(); guess != "" {
		return r.out.Field(content.Field{Name: "encoding_guess", Value: guess})
	}
	return nil
}

// letters gives the text in UTF-8, without its byte order mark.
func (r *reader) letters(src content.Source) (io.Reader, error) {
	whole := io.NewSectionReader(src, 0, r.limit)
	decoder, err := charset.Decoder(r.name)
	if err != nil {
		return nil, err
	}
	return transform.NewReader(whole, decoder), nil
}

// look reads a text in UTF-16 or UTF-32 for control characters: its bytes, of
// which many are zero, don't show them.
func (r *reader) look(src content.Source) error {
	letters, err := r.letters(src)
	if err != nil {
		return err
	}
	buf := make([]byte, 64<<10)
	for control, found := byte(0), false; ; {
		n, err := letters.Read(buf)
		for _, b := range buf[:n] {
			if found { // and is not the last
				return holds(control)
			}
			control, found = b, b < utf8.RuneSelf && charset.IsControl(rune(b))
		}
		switch {
		case errors.Is(err, io.EOF) && found && control != charset.EOF:
			return holds(control)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading the text: %w", err)
		}
	}
}

func holds(control byte) error {
	return fmt.Errorf("%w: it holds the control character %#02x", ErrNotText, control)
}

// pages hands the pages over.
func (r *reader) pages(src content.Source, s *charset.Survey) error {
	if r.exact() {
		start, _ := s.Mark()
		return part(io.NewSectionReader(src, int64(start), r.limit-int64(start)), int64(start), r.page)
	}
	letters, err := r.letters(src)
	if err != nil {
		return err
	}
	return part(letters, 0, r.page)
}

// page hands over a page that stands at byte start of the UTF-8.
func (r *reader) page(text []byte, start int64) error {
	r.number++
	p := content.Page{Number: r.number, Text: string(text)}
	switch {
	case !r.exact():
		r.lost += int64(strings.Count(p.Text, "\uFFFD"))
	case utf8.ValidString(p.Text):
		p.Exact, p.Start = true, start
	default:
		p.Text = strings.ToValidUTF8(p.Text, "\uFFFD")
	}
	return r.out.Page(p)
}

// tell tells what could not be read.
func (r *reader) tell(s *charset.Survey) error {
	reason := ""
	switch {
	case r.exact() && s.Broken > 0:
		reason = fmt.Sprintf("%d bytes are not utf-8, the first at byte %d; they are shown as \uFFFD", s.Broken, s.FirstBroken)
	case r.exact() && s.Cut():
		reason = "the text ends in the middle of a character"
	case r.exact():
	case r.lost > 0:
		reason = fmt.Sprintf("%d places hold no character of %s; they are shown as \uFFFD", r.lost, r.name)
	case s.Multi >= 20 && s.Multi*4 > s.Broken && !strings.HasPrefix(r.name, "utf-"):
		reason = fmt.Sprintf("one part of it looks like utf-8 and another does not; all of it was read as %s", r.name)
	}
	if reason == "" {
		return nil
	}
	return r.out.Problem(content.Problem{Part: "text", Reason: reason})
}
