package flow

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	kinds "sanad/internal/format/kind"
	"sanad/internal/format/wacz"
)

// The files of an export of web archives: of a case, and packages as they were
// taken in.
const (
	handWeb      = ".wacz"
	handCaptures = "captures"
)

// web packs the web archives that leave as they are, WARC files of a case into one
// package, and copies those that are packages already. Originals are not looked into
// here: where their records stand is taken from the reading that was made of them
// behind walls. One whose reading tells of no record is named.
func (h *handout) web(ctx context.Context) error {
	for i, p := range h.parts {
		var archives []wacz.Indexed
		var pages []wacz.Page
		err := h.documents(ctx, p, func(d handDocument) error {
			kind, _, _ := strings.Cut(d.Item.MediaType, ";")
			switch {
			case d.How != asIs || kind != kinds.WARC && kind != kinds.WARCGzip && kind != kinds.WACZ:
				return nil
			case kind == kinds.WACZ:
				h.told.Items++
				return h.native(ctx, handCaptures+"/"+d.Sum.String()+".wacz", d.Sum)
			}
			a, found, err := h.indexed(ctx, p, d)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				h.warn("%s: its reading tells of no answer, and it is in no package", d.Sum)
				return nil
			}
			archives, pages = append(archives, a), append(pages, found...)
			h.told.Items++
			return nil
		})
		if err != nil {
			return err
		}
		if len(archives) == 0 {
			continue
		}
		about := wacz.Package{Title: "Case " + p.name, Software: "Sanad", Created: h.now, Pages: pages}
		err = h.file(fmt.Sprintf("case-%d%s", i+1, handWeb), func(w io.Writer) error { return wacz.WriteIndexed(w, about, archives) })
		if err != nil {
			return err
		}
	}
	if h.told.Items == 0 {
		h.warn("no web archive leaves as it is")
	}
	return nil
}

// indexed gives a WARC file with its records, and the pages among them.
func (h *handout) indexed(ctx context.Context, p *handPart, d handDocument) (a wacz.Indexed, pages []wacz.Page, err error) {
	a = wacz.Indexed{Size: d.Item.Bytes, Open: func() (io.ReadCloser, error) { return h.a.Originals.Open(ctx, d.Sum) }}
	ending, err := h.warcEnding(ctx, d.Sum)
	if err != nil {
		return a, nil, err
	}
	a.Name = d.Sum.String() + ending
	r, there, err := h.reading(ctx, p, d.Sum)
	if err != nil || !there || r.Form != text.Pages {
		return a, nil, err
	}
	data, err := h.a.Renditions.Open(ctx, r.Sum)
	if err != nil {
		return a, nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	var all []warcRecord
	err = text.EachPage(data, func(page text.Page) error {
		all = append(all, warcRecords(page.Text)...)
		return nil
	})
	for i, rec := range all {
		end := d.Item.Bytes
		if i+1 < len(all) {
			end = all[i+1].offset
		}
		if rec.kind != "response" && rec.kind != "resource" && rec.kind != "revisit" || end <= rec.offset || rec.url == "" {
			continue
		}
		a.Records = append(a.Records, wacz.Indexable{URL: rec.url, Date: rec.date, Media: rec.media, Status: rec.status, Offset: rec.offset, Length: end - rec.offset})
		at, dated := time.Parse(time.RFC3339Nano, rec.date)
		if dated == nil && rec.kind != "revisit" && strings.HasPrefix(rec.media, "text/html") {
			pages = append(pages, wacz.Page{URL: rec.url, TS: at})
		}
	}
	if len(pages) == 0 && len(a.Records) > 0 { // reading has to begin somewhere
		first := a.Records[0]
		at, _ := time.Parse(time.RFC3339Nano, first.Date)
		pages = append(pages, wacz.Page{URL: first.URL, TS: at})
	}
	return a, pages, err
}

// warcEnding tells by its first bytes whether a WARC file is packed.
func (h *handout) warcEnding(ctx context.Context, sum custody.Sum) (string, error) {
	r, err := h.a.Originals.Open(ctx, sum)
	if err != nil {
		return "", err
	}
	head, err := bufio.NewReaderSize(r, 16).Peek(2)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		return ".warc.gz", errors.Join(err, r.Close())
	}
	return ".warc", errors.Join(err, r.Close())
}

// warcRecord is a record as a reading lists it.
type warcRecord struct {
	offset                         int64
	kind, url, date, media, status string
}

// warcRecords reads a page on which the reader of WARC lists records, two lines
// each, as internal/format/warc writes them.
func warcRecords(page string) (out []warcRecord) {
	lines := strings.Split(page, "\n")
	for i := 0; i+1 < len(lines); i++ {
		rest, ok := strings.CutPrefix(lines[i], "record ")
		if !ok {
			continue
		}
		_, rest, ok = strings.Cut(rest, " at byte ")
		at, rest, cut := strings.Cut(rest, ": ")
		offset, err := strconv.ParseInt(at, 10, 64)
		if !ok || !cut || err != nil {
			continue
		}
		rec := warcRecord{offset: offset}
		words := strings.Fields(rest)
		if len(words) > 0 {
			rec.kind = words[0]
		}
		if len(words) == 3 {
			rec.url, rec.date = words[1], words[2]
		}
		for n, fact := range strings.Split(strings.TrimSpace(lines[i+1]), "; ") {
			switch {
			case n == 0:
			case strings.HasPrefix(fact, "block digest "):
			case strings.HasPrefix(fact, "HTTP/"):
				if status := strings.Fields(fact); len(status) > 1 {
					rec.status = status[1]
				}
			case rec.media == "" && n <= 2 && strings.Contains(fact, "/") && !strings.Contains(fact, " "):
				rec.media = fact
			}
		}
		out = append(out, rec)
	}
	return out
}
