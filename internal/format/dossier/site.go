package dossier

import (
	"fmt"
	"strings"
	"time"
)

// A site is a dossier for everybody, and lies so:
//
//	SITE/
//	  index.html, en/ fa/ ar/, style.css, fonts/  pages to read
//	  originals/<sha256>, renditions/<sha256>     as in a dossier
//	  data/records/<id>.jsonl                     disclosed events of one record, ascending
//	  data/rest.jsonl                             those that speak of no record: custody, readings, lists
//	  data/release.jsonl                          who asked for it, and who approved it
//	  data/cards.jsonl                            a line of names and dates for each record
//	  data/gone.jsonl                             records that an earlier build had
//	  data/drawn.jsonl                            what each page was drawn from
//	  ledger/key, ledger/checkpoint               as in a dossier
//	  ledger/tile/...                             tiles of the log that prove the events (C2SP tlog-tiles)
//	  withheld.json, site.json, manifest-sha256.txt, seal/
//
// The events hold no proofs of their own, for the tiles prove them all: that is a
// third of the bytes, and a build of which nothing changed has the same files.
const (
	SiteFormat  = "sanad-site/1"
	SiteFile    = "site.json"
	DataDir     = "data"
	RecordsDir  = "data/records"
	RestFile    = "data/rest.jsonl"
	DecidedFile = "data/release.jsonl"
	CardsFile   = "data/cards.jsonl"
	GoneFile    = "data/gone.jsonl"
	DrawnFile   = "data/drawn.jsonl"
	LogDir      = "ledger" // the prefix that tiles are served below
)

// RecordFile is where the events of a record stand.
func RecordFile(id string) string { return RecordsDir + "/" + id + ".jsonl" }

// HoldsEvents reports whether a path of a site is one of disclosed events.
func HoldsEvents(path string) bool {
	return path == RestFile || path == DecidedFile || strings.HasPrefix(path, RecordsDir+"/")
}

// SiteAbout says what the site is: site.json.
type SiteAbout struct {
	About
	Address string `json:"address,omitempty"` // where it was made to stand; copies are as good
}

// Marshal writes the one form of site.json.
func (a SiteAbout) Marshal() ([]byte, error) {
	if a.Format == "" {
		a.Format = SiteFormat
	}
	if a.Release == "" || a.Origin == "" {
		return nil, fmt.Errorf("%s needs a release and an origin", SiteFile)
	}
	a.Created = a.Created.UTC().Truncate(time.Second)
	return encode(SiteFile, a, a.Format, a.Release, a.Title, a.Audience, a.Origin, a.Address)
}

// ParseSite reads what SiteAbout.Marshal wrote and nothing else.
func ParseSite(data []byte) (SiteAbout, error) {
	var a SiteAbout
	if err := decode(SiteFile, data, &a); err != nil {
		return a, err
	}
	if a.Format != SiteFormat {
		return a, fmt.Errorf("%s is of the format %.40q, this program knows %s: a newer one may know it", SiteFile, a.Format, SiteFormat)
	}
	return a, sameForm(SiteFile, data, a.Marshal)
}
