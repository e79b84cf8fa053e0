package fiction

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
)

// List is one table of names of the dead. Its rows are made one after the
// other when they are asked for and are never all in memory.
type List struct {
	Key       string            // its letter in Truth.Patterns: A, B or C
	Name      map[string]string // "fa", "ar", "en"
	Source    string            // who handed it in
	Path      string            // with slashes, as in the folder of evidence
	Lang      string            // "fa", "ar", "en"
	Delimiter rune
	BOM       bool     // the file begins with the UTF-8 byte order mark
	CRLF      bool     // lines end as on Windows
	Rate      float64  // the mean probability that a person is on it
	Header    []string // names of the columns
	Mapping   string   // YAML: what the columns mean, for sanad import --map
	Len       int      // number of rows under the header

	w     *world
	index int
	order []int32
	write func(*pen, int, Person) []string
	next  *revision // of a second version
}

// Row is one line of a list.
type Row struct {
	Person int // index of the person it is truly about, for Case.Person
	Cells  []string
}

// Rows gives the rows in the order of the file, without the header. It may
// be called again, also from several goroutines at once, and gives the same.
func (l List) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for i, person := range l.order {
			if l.next.drops(i) {
				continue
			}
			path := []uint64{forRow, uint64(l.index), uint64(i)}
			if l.next.changes(i) {
				path[0] = forRevision
			}
			p := &pen{stream: streamOf(l.w.seed, path...)}
			if !yield(Row{int(person), l.write(p, i+1, l.w.person(int(person)))}) {
				return
			}
		}
	}
}

// WriteCSV writes the list as the volunteers hand it in: RFC 4180 quoting,
// the list's own delimiter, UTF-8.
func (l List) WriteCSV(w io.Writer) error {
	if l.BOM {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return fmt.Errorf("writing list %s: %w", l.Path, err)
		}
	}
	c := csv.NewWriter(w)
	c.Comma, c.UseCRLF = l.Delimiter, l.CRLF
	// The writer keeps its first error and Flush reports it, but rows are not
	// made in vain for a full disk.
	err := c.Write(l.Header)
	for row := range l.Rows() {
		if err != nil {
			break
		}
		err = c.Write(row.Cells)
	}
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	if err != nil {
		return fmt.Errorf("writing list %s: %w", l.Path, err)
	}
	return nil
}

func (w *world) makeLists(orders [listCount][]int32) []List {
	lists := []List{familiesList(), lawyersList(), exilesList()}
	for i := range lists {
		l := &lists[i]
		l.w, l.index, l.order, l.Len = w, i, orders[i], len(orders[i])
	}
	return lists
}

func familiesList() List {
	return List{
		Key: "A", Lang: "fa", Delimiter: ',', BOM: true, Rate: .45,
		Name: map[string]string{
			"fa": "فهرست کمیته خانواده‌های پاییز",
			"ar": "قائمة لجنة عائلات الخريف",
			"en": "Families' Committee list",
		},
		Source: "The Families of the Autumn Committee",
		Path:   "فهرست‌ها/فهرست خانواده‌ها.csv",
		Header: []string{"ردیف", "نام", "نام خانوادگی", "نام پدر", "سال تولد", "شهر", "زندان", "تاریخ"},
		Mapping: `list: "Families' Committee list"
schema: Person
delimiter: ","
header: 1
language: fa
columns:
  "نام": given_name
  "نام خانوادگی": surname
  "نام پدر": father_name
  "سال تولد": birth_date
  "شهر": birth_place
  "زندان": prison
  "تاریخ": death_date
name: ["given_name", "surname"]
row_id: "ردیف"
about:
  made_by: The Families of the Autumn Committee
  author: mothers at the gates
  made: "1982-12"
  area: all six prisons
  definition: everybody whom a relative named
  excludes: those whom nobody asked for
  obtained: handed in by the Committee
  repeats: true
`,
		write: familiesRow,
	}
}

func lawyersList() List {
	return List{
		Key: "B", Lang: "ar", Delimiter: ';', CRLF: true, Rate: .35,
		Name: map[string]string{
			"fa": "فهرست کانون وکلای عین السرو",
			"ar": "قائمة نقابة المحامين في عين السرو",
			"en": "Lawyers' Union list",
		},
		Source: "The Lawyers' Union of Ayn al-Sarw",
		Path:   "قوائم/قائمة المحامين.csv",
		Header: []string{"الرقم", "الاسم الثلاثي", "سنة الميلاد", "المدينة", "السجن", "تاريخ الوفاة"},
		Mapping: `list: "Lawyers' Union list"
schema: Person
delimiter: ";"
header: 1
language: ar
columns:
  "الاسم الثلاثي": name
  "سنة الميلاد": birth_date
  "المدينة": birth_place
  "السجن": prison
  "تاريخ الوفاة": death_date
row_id: "الرقم"
about:
  made_by: The Lawyers' Union of Ayn al-Sarw
  period: "1983/1985"
  area: the coast, and whoever wrote from elsewhere
  definition: those for whom the Union had a power of attorney
  obtained: handed in by the Union
`,
		write: lawyersRow,
	}
}

func exilesList() List {
	return List{
		Key: "C", Lang: "en", Delimiter: '\t', Rate: .40,
		Name: map[string]string{
			"fa": "فهرست بایگانی تبعید وراندا",
			"ar": "قائمة أرشيف المنفى الوراندي",
			"en": "Varanda Exile Archive list",
		},
		Source: "The Varanda Exile Archive",
		Path:   "lists/exile-archive.tsv",
		Header: []string{"No", "Full name", "Father", "Born", "Town", "Prison", "Date"},
		Mapping: `list: "Varanda Exile Archive list"
schema: Person
delimiter: "\t"
header: 1
language: en
columns:
  "Full name": name
  "Father": father_name
  "Born": birth_date
  "Town": birth_place
  "Prison": prison
  "Date": death_date
row_id: "No"
about:
  made_by: The Varanda Exile Archive
  made: "1984-09-01"
  definition: everybody named to the Archive abroad
  copies: ["Families' Committee list"]
  obtained: handed in by the Archive
  note: copied in part, as shown by slips of the pen that both have
`,
		write: exilesRow,
	}
}
