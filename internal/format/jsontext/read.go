package jsontext

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"sanad/internal/format/content"
	"sanad/internal/format/encoded"
)

// The size at which a text is parted.
const pageBytes = 128 << 10

// Read reads one JSON value, or several behind each other; a comma that is missing
// between two objects of a list is taken for there. Text is a line a
// string, number or truth value: "people[2].name: Sara". Of several values,
// those from the second on have their number in front.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	br := bufio.NewReaderSize(src.Stream(), encoded.Head)
	head, err := br.Peek(encoded.Head)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning of the JSON: %w", err)
	}
	choice := encoded.Choose(head, "")
	w := &walker{dec: NewDecoder(&comma{r: choice.Reader(br)}, min(opt.Limits.WholeBytes, 16<<20)), opt: opt, out: out}
	for _, f := range choice.Fields() {
		if err := out.Field(f); err != nil {
			return err
		}
	}
	return w.finish(w.walk())
}

// walker reads tokens.
type walker struct {
	dec   *Decoder
	opt   content.Options
	out   content.Sink
	path  []step
	value int // the number of the value that is read, from 1
	lines int // of all values
	text  strings.Builder
	pages int
	sink  error // what the receiver said
}

// step is a level of nesting: the key in an object or the index in an array.
type step struct {
	object bool
	key    string
	index  int
	isKey  bool // the next token of an object is a key
}

// errDeep ends a walk at the limit of nesting.
var errDeep = errors.New("nested too deeply")

func (w *walker) walk() error {
	for {
		token, err := w.dec.Token()
		if err != nil {
			return err
		}
		if len(w.path) == 0 {
			w.value++
		}
		if err := w.token(token); err != nil {
			return err
		}
	}
}

func (w *walker) token(token json.Token) error {
	d, isDelim := token.(json.Delim)
	if isDelim && (d == '}' || d == ']') {
		w.path = w.path[:len(w.path)-1]
		return nil
	}
	if top := w.top(); top != nil && top.object && top.isKey {
		key, _ := token.(string)
		top.key, top.isKey = key, false
		return nil
	} else if top != nil {
		top.isKey = top.object
		top.index++
	}
	if isDelim {
		if int64(len(w.path)) >= w.opt.Limits.Depth {
			return errDeep
		}
		w.path = append(w.path, step{object: d == '{', isKey: d == '{', index: -1})
		return nil
	}
	return w.line(token)
}

func (w *walker) top() *step {
	if len(w.path) == 0 {
		return nil
	}
	return &w.path[len(w.path)-1]
}

// line writes a value behind its path. null says nothing and is left out.
func (w *walker) line(token json.Token) error {
	value := ""
	switch v := token.(type) {
	case string:
		value = strings.ReplaceAll(v, "\x00", "")
	case json.Number:
		value = v.String()
	case bool:
		value = strconv.FormatBool(v)
	default:
		return nil
	}
	w.lines++
	if w.text.Len() > 0 {
		w.text.WriteByte('\n')
	}
	if place := w.place(); place != "" {
		w.text.WriteString(place + ": ")
	}
	w.text.WriteString(value)
	if w.text.Len() >= pageBytes {
		return w.flush()
	}
	return nil
}

// place is the path of a value, for people. Keys are cut after a hundred
// letters: the path stands before every value.
func (w *walker) place() string {
	var b strings.Builder
	if w.value > 1 {
		fmt.Fprintf(&b, "%d ", w.value)
	}
	for i, s := range w.path {
		switch {
		case !s.object:
			fmt.Fprintf(&b, "[%d]", s.index)
		case i > 0:
			b.WriteByte('.')
			fallthrough
		default:
			b.WriteString(short(s.key))
		}
	}
	return strings.TrimSpace(b.String())
}

func short(key string) string {
	if utf8.RuneCountInString(key) <= 100 {
		return key
	}
	return string([]rune(key)[:100]) + "…"
}

func (w *walker) flush() error {
	if w.text.Len() == 0 {
		return nil
	}
	w.pages++
	text := w.text.String()
	w.text.Reset()
	w.sink = w.out.Page(content.Page{Number: w.pages, Text: text})
	return w.sink
}

// finish hands over what was read and tells what ended the walk.
func (w *walker) finish(err error) error {
	if w.sink != nil {
		return w.sink
	}
	part := fmt.Sprintf("behind value %s", w.place())
	if err := w.flush(); err != nil {
		return err
	}
	var limited *content.Limited
	var broken *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && len(w.path) == 0:
		return nil
	case errors.Is(err, errDeep):
		limited = &content.Limited{Limit: "depth", Max: w.opt.Limits.Depth}
		return w.out.Problem(content.Problem{Part: part, Reason: limited.Error(), Limit: limited.Limit})
	case errors.As(err, &limited):
		return w.out.Problem(content.Problem{Part: part, Reason: limited.Error(), Limit: limited.Limit})
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("the JSON is cut off")
	case errors.As(err, &broken):
		err = fmt.Errorf("this is no JSON from byte %d of its text on: %w", w.dec.InputOffset(), broken)
	}
	if w.lines == 0 {
		return err
	}
	return w.out.Problem(content.Problem{Part: part, Reason: strings.ToValidUTF8(err.Error(), "\uFFFD")})
}
