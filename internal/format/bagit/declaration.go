package bagit

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// declared is what bagit.txt says (RFC 8493 section 2.1.1).
type declared struct {
	version  string
	encoding string
	faults   []Finding // without a path
}

// parseDeclaration reads bagit.txt. White space that 1.0 forbids is accepted
// from earlier versions, which left it open.
func parseDeclaration(raw []byte) declared {
	var d declared
	raw, marked := bytes.CutPrefix(raw, []byte("\ufeff"))
	if marked {
		d.fault(ByteOrderMark, "bagit.txt begins with a byte order mark")
	}
	if !utf8.Valid(raw) {
		d.fault(EncodingWrong, "bagit.txt is not UTF-8")
	}
	lines := strings.FieldsFunc(string(raw), func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) != 2 {
		d.fault(DeclarationMalformed, "want exactly two lines")
	}
	d.version = d.value(lines, 0, "BagIt-Version")
	d.encoding = d.value(lines, 1, "Tag-File-Character-Encoding")
	if d.modern() && !(tight(lines, 0, d.version) && tight(lines, 1, d.encoding)) {
		d.fault(DeclarationMalformed, "white space where version 1.0 allows none")
	}
	return d
}

func (d *declared) fault(code Code, detail string) {
	d.faults = append(d.faults, Finding{Code: code, Detail: detail})
}

// value reads the i-th line, whose label must be the given one. Case is not
// held against it: the RFC's own examples differ.
func (d *declared) value(lines []string, i int, label string) string {
	if i < len(lines) {
		name, value, ok := strings.Cut(lines[i], ":")
		if ok && strings.EqualFold(strings.Trim(name, " \t"), label) {
			return strings.Trim(value, " \t")
		}
	}
	d.fault(DeclarationMalformed, "no line "+label+" in its place")
	return ""
}

// tight reports that the line is a label, a colon, one space and the value.
func tight(lines []string, i int, value string) bool {
	if i >= len(lines) {
		return true // told already
	}
	label, rest, _ := strings.Cut(lines[i], ":")
	return rest == " "+value && strings.Trim(label, " \t") == label
}

// supported reports a version whose rules are known here.
func (d *declared) supported() bool {
	switch d.version {
	case "0.93", "0.94", "0.95", "0.96", "0.97", "1.0":
		return true
	}
	return false
}

// modern reports that the rules of 1.0 hold: for 1.0 itself, and for a version
// that is not known, so that nothing is let through on the word of a bag.
func (d *declared) modern() bool { return !d.supported() || d.version == "1.0" }
