package search

// Stamp says up to where of the ledger an index was made: every entry before
// Next is in it, and of the reading that entry Next names the first Part parts.
type Stamp struct{ Next, Part int64 }

// Rules numbers the rules by which words are folded, heard and joined for an
// index. An index of other rules would not find what it holds: it MUST count as
// empty and be made again. Raise it with every change of what Analyse, SoundOf,
// Called, KeysOf or script.Fold give.
const Rules = 4

// Subject is what documents of an index speak of: one layer of an item, an
// entity or a claim.
type Subject struct {
	Kind Kind
	// Ref is the item's SHA-256 or the id. Layer names one of the texts of a
	// Ref: its names, a reading.
	Ref, Layer string
	// Sealed: only who may see sealed things may know of it.
	Sealed bool
	// Beside: it is there for members of the case alone, who are not shown what
	// stands for the same Ref without it. What is of several cases is told to
	// each as that case knows it; everybody else is told of it once.
	Beside bool
	Case   string
	Source string // "" where it is sealed or there is none
	Family Family
	Day    int // 20210531; parts that are not known are 00; 0: no day
	// Append: the documents go on those that are there; else they take their
	// place, and none takes the subject out.
	Append bool
	// Named: the documents are nothing but names.
	Named     bool
	Documents []Document
	// Prints are fingerprints of the subject. That of a text which goes on is
	// merged with the one that is there.
	Prints []Print
}

// The kinds of fingerprints.
const (
	PrintText    = 1 // likeness.Sketch
	PrintPicture = 2 // likeness.Picture, 8 bytes big-endian
)

// Print is a fingerprint, and the keys under which like ones meet.
type Print struct {
	Kind  int
	Data  []byte
	Bands []int64
}

// Near is something that may be a near copy.
type Near struct {
	Ref      string
	Kind     int
	Likeness float64 // 0 to 1
}

// Document is what is found as one: a page, a row, the names of an item.
type Document struct {
	Page, Row int    // from 1; 0 where there is none
	Sheet     string // of a workbook
	Lang      string
	Text      string // as it stands in the original
	Terms     Terms
}

// Change is what a step forward changes in an index.
type Change struct{ Subjects []Subject }

// Question is what an index is asked by somebody.
type Question struct {
	Query
	// Whole: the asker may see sealed things. If not, an index MUST answer
	// as if it had never held any: hits, totals, scores and order alike.
	Whole  bool
	Limit  int // hits to give
	Offset int // hits to leave out first
	Facets bool
	// Without are documents, by the index's own numbers, that were given
	// already: they MUST NOT be found or counted again.
	Without []int64
}

// Via says why somebody is among those who have a name.
type Via string

// The ways, the surest first; "" where a hit was found by its words.
const (
	AsWritten  Via = "written"  // every part with the same letters, folded
	BySpelling Via = "spelling" // another spelling of the same name, by the dictionary
	BySound    Via = "sound"    // alike to the ear, in this script or another
	ByPart     Via = "part"     // only part of the name is met
)

// Hit is a document that was found.
type Hit struct {
	Kind      Kind
	Ref       string
	Layer     string
	Page, Row int
	Sheet     string
	Lang      string
	Text      string  // of the document, whole
	Score     float64 // higher is better; comparable within one answer
	Sound     bool    // found by what sounds alike, not as written
	Via       Via     // of a person who was found by name
	Called    *Quote  // likewise: the name that fits best
	Case      string
	Source    string
	Family    Family
	Day       int
}

// Answer is what an index says.
type Answer struct {
	Hits  []Hit
	Total int64 // all documents found, counted to the last
	Exact int64 // how many of them as written
	// Ranked is among how many of them the best were chosen: of a word that
	// is everywhere, not all are weighed.
	Ranked int64
	// Facets counts what was found by kind, type, lang, case, source and
	// year, over the FacetsOf first.
	Facets   map[string]map[string]int64
	FacetsOf int64
}

// Count adds n to what a facet counts of a value; nothing where there is none.
func (a *Answer) Count(facet, value string, n int64) {
	if value == "" {
		return
	}
	if a.Facets[facet] == nil {
		a.Facets[facet] = map[string]int64{}
	}
	a.Facets[facet][value] += n
}
