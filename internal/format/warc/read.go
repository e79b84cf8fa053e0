package warc

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"sanad/internal/format/content"
)

// Read hands over a web archive: each captured body as a Member, a line on
// each record as pages to read and to cite, and what its maker says of the
// capture as Fields. See content for the contract.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	if err := refuse(src); err != nil {
		return err
	}
	rd := &reading{out: out, max: opt.Limits, seen: map[string]int{}, counts: map[string]int64{}}
	r := NewReader(src, src.Size, rd.tell)
	r.MaxBlock, r.MaxAll = opt.Limits.MemberBytes, opt.Limits.MembersBytes
	for {
		rec, err := r.Next()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if told := rd.tellAll(); told != nil {
			return told
		}
		if err != nil {
			break
		}
		if err := rd.take(rec); err != nil {
			return err
		}
	}
	if r.number == 0 {
		return errors.New("no record of a web archive can be found in it")
	}
	return rd.finish(r.number)
}

// refuse names the forms that look like a web archive and are not read.
func refuse(src content.Source) error {
	in := bufio.NewReader(src.Stream())
	head, _ := in.Peek(4)
	switch {
	case string(head) == "\x28\xb5\x2f\xfd" || len(head) == 4 && head[0]&0xf0 == 0x50 && string(head[1:]) == "\x2a\x4d\x18":
		return errors.New("the web archive is compressed with zstd, which is not read: unpack it, or have it compressed with gzip")
	case strings.HasPrefix(string(head), gzipMagic):
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil // the reader says where it is broken
		}
		in = bufio.NewReader(z)
	}
	if head, _ := in.Peek(len("filedesc://")); string(head) == "filedesc://" {
		return errors.New("this is an ARC file, the form before WARC, which is not read: convert it to WARC and keep both")
	}
	return nil
}

// maxTold is how many problems of one file are told.
const maxTold = 1_000

// reading is the state of one Read.
type reading struct {
	out    content.Sink
	max    content.Limits
	faults []Fault // not yet told
	told   int

	seen   map[string]int // what revisits may refer to: keys of it and the record's number
	counts map[string]int64
	url    string
	fields int // of metadata records
	view   overview
}

func (rd *reading) tell(f Fault) {
	rd.counts["faults"]++
	if len(rd.faults) < maxTold {
		rd.faults = append(rd.faults, f)
	}
}

// tellAll hands over what the reader told since the last time.
func (rd *reading) tellAll() error {
	defer func() { rd.faults = rd.faults[:0] }()
	for _, f := range rd.faults {
		if rd.told++; rd.told > maxTold {
			return nil
		}
		p := content.Problem{Part: part(f.Record, f.Offset), Reason: f.Text, Limit: f.Limit}
		if f.URI != "" {
			p.Part += " (" + cut(f.URI) + ")"
		}
		if rd.told == maxTold {
			p = content.Problem{Part: p.Part + " and after", Reason: "there are more faults than are told one by one"}
		}
		if err := rd.out.Problem(p); err != nil {
			return err
		}
	}
	return nil
}

func part(number int, offset int64) string {
	if number == 0 {
		return fmt.Sprintf("byte %d", offset)
	}
	return fmt.Sprintf("record %d at byte %d", number, offset)
}

// take hands over one record.
func (rd *reading) take(rec *Record) error {
	rd.counts[rec.Type]++
	original := rd.original(rec)
	if err := rd.body(rec); err != nil {
		return err
	}
	rec.End()
	for _, v := range []Verdict{rec.BlockDigest, rec.PayloadDigest} {
		rd.counts["digest "+string(v)]++
	}
	if rd.url == "" && rec.isPage() {
		rd.url = rec.URI
	}
	rd.remember(rec)
	return rd.view.add(rd.out, rec, original)
}

// body hands over what a record holds besides its header.
func (rd *reading) body(rec *Record) error {
	if n := rec.Header.Get("WARC-Segment-Number"); n != "" {
		rec.tell("it is part " + cut(n) + " of a record in parts, which are not joined")
	}
	if reason := rec.Truncated(); reason != "" {
		rec.tell("its maker cut it off: " + cut(reason))
	}
	switch rec.Type {
	case "warcinfo", "metadata":
		if strings.HasPrefix(strings.ToLower(rec.Header.Get("Content-Type")), "application/warc-fields") {
			return rd.describe(rec)
		}
		return rd.member(rec)
	case "response", "resource", "conversion":
		return rd.member(rec)
	case "request", "revisit":
	case "continuation":
	default:
		rec.tell(fmt.Sprintf("records of the type %q are not known; its bytes are not read", cut(rec.Type)))
	}
	return nil
}

// member hands over the body of a record, if it has one.
func (rd *reading) member(rec *Record) error {
	in := bufio.NewReader(rec.Body())
	if _, err := in.Peek(1); err != nil {
		return nil
	}
	m := content.Member{Name: rec.URI, Role: "record", Part: part(rec.Number, rec.Offset), MediaType: rec.Media()}
	if rec.HTTP != nil {
		m.Modified = httpDate(rec.HTTP.Header.Get("Last-Modified"))
	}
	return rd.out.Member(m, in)
}

// isPage tells whether a record is a page that was found.
func (rec *Record) isPage() bool {
	media := strings.ToLower(rec.Media())
	ok := rec.Type == "resource" || rec.Type == "response" && rec.HTTP != nil && rec.HTTP.Status/100 == 2
	return ok && (strings.HasPrefix(media, "text/html") || strings.HasPrefix(media, "application/xhtml"))
}

// maxKeys bounds what is kept for revisits.
const maxKeys = 200_000

// remember keeps what a later record may refer to this one by.
func (rd *reading) remember(rec *Record) {
	if rec.Type == "revisit" || rec.Type == "request" || len(rd.seen) > maxKeys {
		return
	}
	for _, key := range []string{rec.ID, rec.URI + "\n" + rec.Date, rec.URI + "\n" + rec.Header.Get("WARC-Payload-Digest")} {
		if _, ok := rd.seen[key]; !ok && len(key) < 4096 {
			rd.seen[key] = rec.Number
		}
	}
}

// original gives the number of the record that a revisit refers to (WARC 1.1,
// 6.7), 0 if it is not before it in the file.
func (rd *reading) original(rec *Record) int {
	if rec.Type != "revisit" {
		return 0
	}
	uri := rec.Header.Get("WARC-Refers-To-Target-URI")
	if uri == "" {
		uri = rec.URI
	}
	uri = strings.TrimSuffix(strings.TrimPrefix(uri, "<"), ">")
	for _, key := range []string{
		rec.Header.Get("WARC-Refers-To"),
		uri + "\n" + rec.Header.Get("WARC-Refers-To-Date"),
		uri + "\n" + rec.Header.Get("WARC-Payload-Digest"),
	} {
		if n := rd.seen[key]; n > 0 && key != "" && !strings.HasSuffix(key, "\n") {
			return n
		}
	}
	return 0
}
