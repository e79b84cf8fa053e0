package emlx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/eml"
)

// Looks reports whether a file that begins with head is such a file: a number
// on a line of its own, and header lines below it.
func Looks(head []byte) bool {
	length, start := first(head)
	if length < 0 || start >= len(head) {
		return false
	}
	line, _, _ := bytes.Cut(head[start:], []byte("\n"))
	name, _, ok := bytes.Cut(line, []byte(":"))
	return ok && len(name) > 0 && !bytes.ContainsAny(name, " \t\r")
}

// Read reads the message and what the property list behind it says of it.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	head := make([]byte, 64)
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning of the message file: %w", err)
	}
	length, start := first(head[:n])
	if length < 0 {
		return errors.New("this is no message file of Apple's Mail: its first line is not a length")
	}
	left := src.Size - int64(start)
	if length > left {
		length = left
		if err := out.Problem(content.Problem{Part: "the end", Reason: "the file is shorter than its first line says: it is cut off"}); err != nil {
			return err
		}
	}
	message := content.Source{ReaderAt: io.NewSectionReader(src, int64(start), length), Size: length, Name: src.Name}
	if err := eml.Read(message, opt, out); err != nil {
		return err
	}
	return notes(io.NewSectionReader(src, int64(start)+length, left-length), out)
}

// first reads the length and gives the byte behind its line; -1 if there is none.
func first(head []byte) (length int64, start int) {
	line, _, ok := bytes.Cut(head[:min(len(head), 32)], []byte("\n"))
	if !ok {
		return -1, 0
	}
	n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 10, 64)
	if err != nil || n < 0 {
		return -1, 0
	}
	return n, len(line) + 1
}

// noted is a number in the property list.
var noted = regexp.MustCompile(`<key>(date-received|date-last-viewed)</key>\s*<(?:integer|real)>(\d{1,12})`)

// notes tells when the program received the message and last showed it.
func notes(r io.Reader, out content.Sink) error {
	list, err := io.ReadAll(io.LimitReader(r, 64<<10))
	if err != nil {
		return fmt.Errorf("read the property list: %w", err)
	}
	for _, m := range noted.FindAllSubmatch(list, 10) {
		seconds, err := strconv.ParseInt(string(m[2]), 10, 64)
		if err != nil || seconds == 0 {
			continue
		}
		name := string(bytes.ReplaceAll(m[1], []byte("-"), []byte("_")))
		if err := out.Field(content.Field{Name: name, Value: time.Unix(seconds, 0).UTC().Format(time.RFC3339)}); err != nil {
			return err
		}
	}
	return nil
}
