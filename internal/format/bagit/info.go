package bagit

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrField is wrapped when a metadata element cannot be written.
var ErrField = errors.New("not a bag-info element")

// The reserved elements this package writes or reads itself.
const (
	labelOxum = "Payload-Oxum"
	labelDate = "Bagging-Date"
)

// checkFields refuses elements that would not be read back as they were given.
func checkFields(info []Field) error {
	for _, f := range info {
		if err := checkField(f); err != nil {
			return fmt.Errorf("element %q: %w: %w", f.Label, ErrField, err)
		}
	}
	return nil
}

func checkField(f Field) error {
	switch {
	case f.Label == "" || strings.TrimSpace(f.Label) != f.Label:
		return errors.New("a label is not empty and neither begins nor ends with white space")
	case strings.ContainsAny(f.Label, ":\r\n"):
		return errors.New("a label holds no colon and no line break")
	case len(f.Label)+len(f.Value) > maxLine/2:
		return fmt.Errorf("it is longer than %d bytes", maxLine/2)
	case !utf8.ValidString(f.Label) || !utf8.ValidString(f.Value):
		return errors.New("it is not UTF-8")
	case strings.EqualFold(f.Label, labelOxum):
		return errors.New("it is counted while writing; leave it out")
	case strings.EqualFold(f.Label, labelDate):
		return checkDate(f.Value)
	}
	return nil
}

func checkDate(value string) error {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return fmt.Errorf("want a date as 2024-05-31: %w", err)
	}
	return nil
}

// writeFields writes bag-info.txt. Line breaks in a value are kept by folding
// (RFC 8493 section 2.2.2). Long lines are not folded: a folded break is part
// of the value, so folding to 79 characters would change what was said.
func writeFields(w io.Writer, info []Field) error {
	for _, f := range info {
		if _, err := io.WriteString(w, f.Label+": "+folded(f.Value)+"\n"); err != nil {
			return fmt.Errorf("writing element %q: %w", f.Label, err)
		}
	}
	return nil
}

func folded(value string) string {
	return strings.NewReplacer("\r\n", "\n  ", "\r", "\n  ", "\n", "\n  ").Replace(value)
}

// infoReader puts the lines of bag-info.txt together again.
type infoReader struct {
	strict bool // 1.0: one white space after the colon, none before
	read   []Field
	last   []byte // value of the last of them so far; joined once, not line by line
}

// fields gives the elements read so far.
func (r *infoReader) fields() []Field {
	if len(r.read) > 0 {
		r.read[len(r.read)-1].Value = string(r.last)
	}
	return r.read
}

// line takes the next line and gives a code and a reason if it is odd, or, with
// LineMalformed, cannot be read.
func (r *infoReader) line(line string) (Code, string) {
	if line == "" || len(r.read) == 0 && strings.Trim(line, " \t") == "" {
		return LabelSpaced, "an empty line"
	}
	if line[0] == ' ' || line[0] == '\t' {
		return r.continued(line)
	}
	label, value, ok := strings.Cut(line, ":")
	if !ok {
		return LineMalformed, "no colon after a label"
	}
	trimmed := strings.TrimRight(label, " \t")
	r.read = append(r.fields(), Field{Label: trimmed})
	r.last = append(r.last[:0], r.value(value)...)
	switch {
	case trimmed == "":
		return LineMalformed, "a label is empty"
	case r.strict && trimmed != label:
		return LineMalformed, "white space before the colon"
	case r.strict && value != "" && value[0] != ' ' && value[0] != '\t':
		return LabelSpaced, "no white space after the colon"
	}
	return "", ""
}

func (r *infoReader) continued(line string) (Code, string) {
	if len(r.read) == 0 {
		return LineMalformed, "the first line continues no element"
	}
	r.last = append(append(r.last, '\n'), strings.TrimLeft(line, " \t")...)
	return "", ""
}

// value drops the white space after the colon: one in 1.0, any before.
func (r *infoReader) value(rest string) string {
	if !r.strict {
		return strings.TrimLeft(rest, " \t")
	}
	if rest != "" && (rest[0] == ' ' || rest[0] == '\t') {
		return rest[1:]
	}
	return rest
}

// parseOxum reads the value of Payload-Oxum, octets and files with a point
// between them.
func parseOxum(value string) (octets, files int64, err error) {
	a, b, ok := strings.Cut(strings.TrimSpace(value), ".")
	if !ok {
		return 0, 0, fmt.Errorf("%q is not octets.files", value)
	}
	octets, err = strconv.ParseInt(a, 10, 64)
	if err == nil {
		files, err = strconv.ParseInt(b, 10, 64)
	}
	if err != nil || octets < 0 || files < 0 {
		return 0, 0, fmt.Errorf("%q is not octets.files", value)
	}
	return octets, files, nil
}
