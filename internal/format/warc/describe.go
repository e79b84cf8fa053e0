package warc

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"sanad/internal/format/content"
)

// maxDescription is how much of one warcinfo or metadata record is read, and
// maxMetadata how many fields of metadata records are handed over: crawlers
// write some for every address.
const (
	maxDescription = 256 << 10
	maxMetadata    = 500
)

// describe hands over the fields of a record of application/warc-fields.
func (rd *reading) describe(rec *Record) error {
	for line := range strings.Lines(readText(rec.Body(), maxDescription)) {
		name, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		if value = strings.TrimSpace(value); !ok || value == "" || len(name) > 100 {
			continue
		}
		f := content.Field{Name: fieldName(rec.Type, name), Value: value}
		if rec.Type == "metadata" {
			if rd.fields++; rd.fields > maxMetadata {
				break
			}
			f.Value = fmt.Sprintf("%s (of %s)", value, cut(rec.URI))
		}
		if err := rd.out.Field(f); err != nil {
			return err
		}
	}
	return nil
}

func readText(r io.Reader, most int64) string {
	// An error of the record is told by the record itself.
	data, _ := io.ReadAll(io.LimitReader(bufio.NewReader(r), most))
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

// fieldName gives the frame's own names to what warcinfo calls otherwise
// (WARC 1.1, 6.2: DCMI terms and a few of its own).
func fieldName(kind, name string) string {
	name = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), "-", "_"))
	if kind == "warcinfo" {
		switch name {
		case "software":
			return "creator"
		case "description", "title", "subject", "language":
			return name
		}
	}
	return kind + "_" + name
}

// httpDate reads a time as HTTP writes it, the zero time if it is none.
func httpDate(s string) time.Time {
	for _, form := range []string{time.RFC1123, time.RFC850, time.ANSIC} {
		if t, err := time.Parse(form, s); err == nil && t.Location() == time.UTC {
			return t
		} else if err == nil {
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
		}
	}
	return time.Time{}
}

// finish hands over the last page of the overview and the counts.
func (rd *reading) finish(records int) error {
	if err := rd.view.flush(rd.out); err != nil {
		return err
	}
	for _, f := range []content.Field{
		{Name: "url", Value: rd.url},
		{Name: "records", Value: fmt.Sprint(records)},
		{Name: "responses", Value: fmt.Sprint(rd.counts["response"])},
		{Name: "digests_right", Value: fmt.Sprint(rd.counts["digest "+string(Right)])},
		{Name: "digests_wrong", Value: fmt.Sprint(rd.counts["digest "+string(Wrong)])},
		{Name: "faults", Value: fmt.Sprint(rd.counts["faults"])},
	} {
		if err := rd.out.Field(f); err != nil {
			return err
		}
	}
	return rd.tellAll()
}
