package wacz

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"sanad/internal/format/content"
)

// maxPageLine is how long one line of a list of pages may be: it can hold the
// text of a whole page.
const maxPageLine = 8 << 20

// pageLine is one line of pages.jsonl.
type pageLine struct {
	Format string `json:"format,omitempty"` // of the first line only
	ID     string `json:"id,omitempty"`
	Title  string `json:"title,omitempty"`
	URL    string `json:"url,omitempty"`
	TS     string `json:"ts,omitempty"`
	Text   string `json:"text,omitempty"`
}

// perPage is how many pages stand on one page of the overview.
const perPage = 200

// pages hands over the lists of pages: an overview first, then each text that
// the maker of the package took from a page.
func (rd *reading) pages(byName map[string]*zip.File) error {
	if byName[pagesName] == nil {
		rd.tell(label(pagesName), "it is missing: the package does not say which pages it holds")
	}
	var names []string
	for name := range byName {
		if isPages(name) {
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool {
		if (names[i] == pagesName) != (names[j] == pagesName) {
			return names[i] == pagesName
		}
		return names[i] < names[j]
	})
	number := 0
	for _, handOver := range []func(*zip.File, *int) error{rd.overview, rd.texts} {
		for _, name := range names {
			if err := handOver(byName[name], &number); err != nil {
				return err
			}
		}
	}
	return rd.tellAll()
}

// eachPage calls visit with each page of a list. Lines that can't be read are
// told where loud.
func (rd *reading) eachPage(f *zip.File, loud bool, visit func(pageLine) error) error {
	tell := func(reason string) {
		if loud {
			rd.tell(label(f.Name), reason)
		}
	}
	r, err := f.Open()
	if err != nil {
		tell("it can't be opened: " + err.Error())
		return nil
	}
	defer r.Close()
	lines := bufio.NewScanner(io.LimitReader(r, rd.max.MemberBytes))
	lines.Buffer(nil, maxPageLine)
	for n := 1; lines.Scan(); n++ {
		var p pageLine
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			if strings.TrimSpace(lines.Text()) != "" {
				tell(fmt.Sprintf("line %d is no JSON", n))
			}
			continue
		}
		if n == 1 && p.Format != "" && p.URL == "" {
			continue
		}
		if p.URL == "" || p.TS == "" {
			tell(fmt.Sprintf("line %d lacks url or ts", n))
		}
		if err := visit(p); err != nil {
			return err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		tell(fmt.Sprintf("a line is longer than %d bytes; those after it are not read", maxPageLine))
	case err != nil:
		tell("it is broken: " + err.Error())
	}
	return nil
}

// overview hands over the addresses, times and titles of a list.
func (rd *reading) overview(f *zip.File, number *int) error {
	var b strings.Builder
	count := 0
	flush := func() error {
		if b.Len() == 0 {
			return nil
		}
		*number++
		p := content.Page{Number: *number, Name: label(f.Name), Text: b.String()}
		b.Reset()
		return rd.out.Page(p)
	}
	err := rd.eachPage(f, true, func(p pageLine) error {
		count++
		fmt.Fprintf(&b, "page %d: %s %s\n", count, oneLine(p.URL), oneLine(p.TS))
		if p.Title != "" {
			fmt.Fprintf(&b, "  %s\n", oneLine(p.Title))
		}
		if count%perPage == 0 || b.Len() > 1<<20 {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// texts hands over the texts of a list.
func (rd *reading) texts(f *zip.File, number *int) error {
	return rd.eachPage(f, false, func(p pageLine) error {
		if strings.TrimSpace(p.Text) == "" {
			return nil
		}
		*number++
		text := strings.ToValidUTF8(strings.ReplaceAll(p.Text, "\r\n", "\n"), "\uFFFD")
		return rd.out.Page(content.Page{Number: *number, Name: "text of " + oneLine(p.URL), Text: text})
	})
}

// oneLine keeps a list in shape whatever a title holds.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
}
