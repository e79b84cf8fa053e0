package ocfl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// inventory is an inventory.json as it was read. Keys that were missing or had
// the wrong type are empty here and told when they were met.
type inventory struct {
	id, typ, alg, head string
	contentDirectory   string // empty if not set
	manifest           block
	versions           map[string]*version
	fixity             map[string]block
	keys               map[string]bool // those that were there
	numbers            map[uint64]bool // of the versions; set by order
}

// version is an entry of the versions block.
type version struct {
	created, message string
	state            block
	user             *User
	keys             map[string]bool // those that were there
}

// block maps digests to paths, as manifest, state and fixity do.
type block map[string][]string

// content gives the name of the folder that holds a version's content.
func (v *inventory) content() string {
	if v.contentDirectory == "" {
		return "content"
	}
	return v.contentDirectory
}

// typeURI gives the type of an inventory of a version of the specification.
func typeURI(spec string) string { return "https://ocfl.io/" + spec + "/spec/#inventory" }

// specOf gives the version of the specification that a type names: 1.0 or
// 1.1, which this package knows, or empty.
func specOf(typ string) string {
	for _, spec := range []string{"1.0", "1.1"} {
		if typ == typeURI(spec) {
			return spec
		}
	}
	return ""
}

// inventoryIn reads an inventory token by token: a map of everything would
// hide a key given twice, which is what E096 is about.
type inventoryIn struct {
	dec *json.Decoder
	inv inventory
	add func(code Code, detail string)
}

// errSyntax means the rest of the text cannot be read.
var errSyntax = errors.New("it cannot be read as JSON")

// parseInventory reads an inventory and tells add what is wrong with its form.
// It gives an error only if r cannot be read; if the text is no JSON object,
// ok is false.
func parseInventory(r io.Reader, add func(Code, string)) (inv *inventory, ok bool, err error) {
	text := &textReader{r: r}
	in := &inventoryIn{dec: json.NewDecoder(text), add: add}
	in.inv.keys = map[string]bool{}
	in.dec.UseNumber()
	err = in.object(in.key)
	if err == nil {
		_, err = in.dec.Token()
	}
	if text.err != nil {
		return nil, false, text.err
	}
	if text.foreign || len(text.rest) > 0 {
		add(E033, "it is not UTF-8")
	}
	switch err {
	case io.EOF:
		return &in.inv, true, nil
	case nil:
		add(E033, "there is more after the JSON object")
	default:
		add(E033, err.Error())
	}
	return nil, false, nil
}

// textReader tells a failure to read apart from a text that is not JSON, and
// bytes that are not UTF-8, which the decoder would let pass.
type textReader struct {
	r       io.Reader
	err     error
	foreign bool
	rest    []byte // the beginning of a character, at most three bytes
}

func (t *textReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && err != io.EOF {
		t.err = err
	}
	t.check(p[:n])
	return n, err
}

func (t *textReader) check(p []byte) {
	for len(t.rest) > 0 && len(p) > 0 {
		t.rest, p = append(t.rest, p[0]), p[1:]
		if utf8.FullRune(t.rest) {
			t.foreign = t.foreign || !utf8.Valid(t.rest)
			t.rest = t.rest[:0]
		}
	}
	whole := len(p)
	for i := 1; i <= min(3, len(p)); i++ {
		if tail := p[len(p)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				whole -= i
			}
			break
		}
	}
	t.foreign = t.foreign || !utf8.Valid(p[:whole])
	t.rest = append(t.rest, p[whole:]...)
}

// errType means a value is not of the type wanted; it has been read past.
var errType = errors.New("not of the type wanted")

// token reads a token; at the end of the text that is a syntax error.
func (in *inventoryIn) token() (json.Token, error) {
	t, err := in.dec.Token()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errSyntax, noEOF(err))
	}
	return t, nil
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// object reads an object and calls each for every key, which must read its
// value. It gives errType if there is something else.
func (in *inventoryIn) object(each func(key string) error) error {
	return in.open('{', func() error {
		t, err := in.token()
		if err != nil {
			return err
		}
		key, _ := t.(string) // the decoder takes nothing else for a key
		return each(key)
	})
}

// open reads a value that must begin with the delimiter given, calling each
// for what is in it until its end.
func (in *inventoryIn) open(delim json.Delim, each func() error) error {
	t, err := in.token()
	if err != nil {
		return err
	}
	if t != delim {
		return errors.Join(errType, in.skipFrom(t))
	}
	for in.dec.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err = in.token()
	return err
}

// maxDepth is how deep a value that is read past may be nested; the decoder
// remembers every level.
const maxDepth = 64

// skipFrom reads past the rest of a value whose first token is t.
func (in *inventoryIn) skipFrom(t json.Token) error {
	for depth := 0; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth > maxDepth {
			return fmt.Errorf("%w: nested deeper than %d levels", errSyntax, maxDepth)
		}
		var err error
		if t, err = in.token(); err != nil {
			return err
		}
	}
}

// text reads a string, or tells code and gives an empty one.
func (in *inventoryIn) text(to *string, code Code, what string) error {
	t, err := in.token()
	if err != nil {
		return err
	}
	s, ok := t.(string)
	if !ok {
		in.add(code, what+" is not a string")
		return in.skipFrom(t)
	}
	*to = s
	return nil
}

// told reports whether err was about a type; then it tells code and the
// reading goes on.
func (in *inventoryIn) told(err error, code Code, what string) error {
	if errors.Is(err, errType) && !errors.Is(err, errSyntax) {
		in.add(code, what)
		return nil
	}
	return err
}
