package cli

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"hash/fnv"
	"io"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"

	"sanad/internal/core/linkage"
	"sanad/internal/ground/fail"
)

// labelled is a table with who each row is truly about.
type labelled struct {
	spec   linkage.Spec
	table  *linkage.Table
	feed   *rowFeed
	truth  []int32 // a number for each person; -1 where the cell is empty
	lists  []int32
	number map[string]int32
	half   []uint8 // by number of the person
	homes  []string
	unread map[string]int
}

// What can be wrong with a row.
const (
	raggedRow  = "rows with more or fewer cells than headings"
	notUTF8    = "rows that are not UTF-8"
	noTruthRow = "rows without a true answer, linked and not measured"
)

// readFile adds the rows of a table.
func (l *labelled) readFile(name, truth string, list int) error {
	f, err := os.Open(name)
	if err != nil {
		return fail.New(fail.Usage, "opening the table: %w", err)
	}
	defer f.Close()
	if err := l.read(f, truth, list); err != nil {
		return fail.New(fail.Usage, "%s: %w", name, err)
	}
	return nil
}

func (l *labelled) read(from io.Reader, truth string, list int) error {
	buffered := bufio.NewReaderSize(from, 1<<16)
	head, _ := buffered.Peek(1 << 12)
	r := csv.NewReader(buffered)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace, r.LazyQuotes = delimiterOf(head), -1, true, true, true
	row, err := r.Read()
	if errors.Is(err, io.EOF) {
		return errors.New("the table is empty: its first row must name the columns")
	}
	if err != nil {
		return err
	}
	headings := make([]string, len(row))
	for i, h := range row {
		headings[i] = strings.Clone(h)
	}
	at, err := linkage.Heading(headings, truth)
	if err != nil {
		return err
	}
	if err := l.table.Headings(headings); err != nil {
		return err
	}
	which := -1
	if l.spec.List != "" {
		if which, err = linkage.Heading(headings, l.spec.List); err != nil {
			return err
		}
	}
	l.feed = feedRows(l.table)
	err = l.readRows(r, len(headings), at, which, list)
	return cmp.Or(err, l.feed.end())
}

func (l *labelled) readRows(r *csv.Reader, width, truth, which, list int) error {
	find, err := regexp.Compile(l.spec.Truth)
	if err != nil {
		return err
	}
	names := map[string]int{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(row) != width {
			l.unread[raggedRow]++
		}
		for _, cell := range row {
			if !utf8.ValidString(cell) {
				l.unread[notUTF8]++
				break
			}
		}
		answer := cellOf(row, truth)
		if found := find.FindStringSubmatch(answer); l.spec.Truth != "" && len(found) > 1 {
			answer = found[1]
		}
		of := list
		if which >= 0 {
			name := cellOf(row, which)
			if _, ok := names[name]; !ok {
				names[strings.Clone(name)] = list<<20 + len(names)
			}
			of = names[name]
		}
		l.add(row, answer, of)
	}
}

func cellOf(row []string, at int) string {
	if at >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[at])
}

// delimiterOf finds what parts the cells of the first line.
func delimiterOf(head []byte) rune {
	line, _, _ := strings.Cut(string(head), "\n")
	best := ','
	for _, d := range []rune{';', '\t'} {
		if strings.Count(line, string(d)) > strings.Count(line, string(best)) {
			best = d
		}
	}
	return best
}

func (l *labelled) add(row []string, answer string, list int) {
	l.feed.add(row, list)
	l.lists = append(l.lists, int32(list))
	if answer == "" {
		l.unread[noTruthRow]++
		l.truth = append(l.truth, -1)
		return
	}
	n, ok := l.number[answer]
	if !ok {
		n = int32(len(l.number))
		answer = strings.Clone(answer)
		l.number[answer] = n
		h := fnv.New32a()
		io.WriteString(h, answer)
		l.half = append(l.half, uint8(h.Sum32()>>7&1))
	}
	l.truth = append(l.truth, n)
}

// measure compares what linking gave with the truth.
func (l *labelled) measure(r *linkage.Result) linkBench {
	lists := l.lists
	if !l.spec.UniqueLists {
		lists = nil
	}
	known := func(row int32) bool { return l.truth[row] >= 0 }
	clusters := linkage.MeasureClusters(r.Clusters, l.truth, known, lists)
	out := linkBench{linkQuality: viewQuality(clusters), Records: l.table.Len(), Clusters: len(r.Clusters),
		Pair: viewQuality(linkage.MeasurePairs(r.Pairs, r.Even, l.truth, known, lists)), Prior: r.Report.Prior, Unread: l.unread,
		Certainty: map[string]int{"certain": 0, "probable": 0, "possible": 0}}
	for i := range out.Halves {
		in := func(row int32) bool { return known(row) && int(l.half[l.truth[row]]) == i }
		out.Halves[i] = linkHalf{viewQuality(linkage.MeasureClusters(r.Clusters, l.truth, in, lists)), viewQuality(linkage.MeasurePairs(r.Pairs, r.Even, l.truth, in, lists))}
	}
	for _, c := range r.Clusters {
		out.Certainty[string(c.Certainty)]++
	}
	for _, e := range r.Pairs {
		if float64(e.Bits) >= r.Even {
			out.Pairs++
		}
	}
	out.Blocking = linkBlocking{Compared: r.Report.Compared, Cap: r.Report.BlockCap, Estimated: r.Report.Recall,
		Recall: r.BlockingRecall(l.truth), Rules: r.Report.Rules, Skipped: r.Report.Skipped, Oversized: r.Report.Oversized}
	if out.Blocking.Skipped == nil {
		out.Blocking.Skipped = []linkage.Skipped{}
	}
	if out.Blocking.Oversized == nil {
		out.Blocking.Oversized = []int{}
	}
	if l.homes != nil {
		rate := l.householdRate(r)
		out.Household = &rate
	}
	return out
}

// householdRate is the share of the pairs of people of one household that were
// put into one cluster: of all pairs of their rows.
func (l *labelled) householdRate(r *linkage.Result) float64 {
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	rows, own := map[string]float64{}, map[string]map[int32]float64{}
	for row, home := range l.homes {
		rows[home]++
		if own[home] == nil {
			own[home] = map[int32]float64{}
		}
		own[home][l.truth[row]]++
	}
	all := 0.0
	for home, n := range rows {
		all += pairs(n)
		for _, k := range own[home] {
			all -= pairs(k)
		}
	}
	merged := 0.0
	for _, c := range r.Clusters {
		for i, a := range c.Rows {
			for _, b := range c.Rows[i+1:] {
				if l.homes[a] == l.homes[b] && l.truth[a] != l.truth[b] {
					merged++
				}
			}
		}
	}
	return merged / max(all, 1)
}
