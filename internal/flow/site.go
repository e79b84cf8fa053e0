package flow

import (
	"context"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/person"
)

// Site is what a site shows to everybody, for whoever draws its pages. It is
// made of a release's plan alone and holds nothing that stays inside: of claims
// only those that leave, without the fields that stay closed.
type Site struct {
	// Copies are the originals that do not leave as they are.
	Copies   []BundledCopy
	Release  string
	Title    string
	Audience string
	Deciders []string // who asked for it and who approved it
	Origin   string   // the log's name
	Key      string   // the log's verifier key
	Size     int64    // entries of the log it was planned on
	Created  time.Time
	// Address is where the site will stand, an absolute URL that ends in a slash;
	// "" if that is not known. Copies elsewhere are as good.
	Address string
	// Door is where readers say what should stand otherwise; the zero value: nowhere.
	Door siteDoor
	// Cards are all records, in the order in which they were recorded first.
	Cards     []Card
	Gone      []Gone
	Documents []SiteDocument // in the order of their sums
	Lists     []SiteList
	Findings  []finding.Finding // confirmed ones that the plan discloses
	Counted   *Counted          // nil if nothing may be told of a number
	Withheld  []disclosure.Withheld
	// Record reads what leaves of the record at a place among Cards. It is not
	// to be called by two at a time.
	Record func(ctx context.Context, at int) (SiteRecord, error)
	// Document reads the text of the document at a place among Documents.
	Document func(ctx context.Context, at int) (BundledDocument, error)
}

// Card is what lists of records show of one: of a person all rows and records
// that people judged to be that one person. It is written into the site
// (data/cards.jsonl), one line a record, so that a later build need not read
// again what did not change.
type Card struct {
	// ID names the page for good, but for Local ones: that of the record which was
	// recorded first.
	ID   string `json:"id"`
	Kind string `json:"kind"` // of the schema: Person, Event, Place ...
	// Also are the other records of the person, whose addresses lead here.
	Also      []string `json:"also,omitempty"`
	Pseudonym string   `json:"pseudonym,omitempty"` // as "P-017"
	// Local: the ID was drawn for this release, for the record's own would tell
	// what stays inside. Its address is another one in every release.
	Local   bool        `json:"local,omitempty"`
	Names   []CardName  `json:"names,omitempty"` // each once, in the order of the ledger
	Born    *claim.Date `json:"born,omitempty"`
	Died    *claim.Date `json:"died,omitempty"` // of an event, statement or document: its day
	Sex     string      `json:"sex,omitempty"`
	Near    []CardNear  `json:"near,omitempty"`
	Links   []CardLink  `json:"links,omitempty"`
	Tags    []CardTag   `json:"tags,omitempty"`
	Spots   []CardSpot  `json:"spots,omitempty"`
	Item    string      `json:"item,omitempty"`  // of a document: the SHA-256 of its original, which need not be in the site
	Rests   []string    `json:"rests,omitempty"` // names of the pages of originals it rests on
	Claims  int         `json:"claims"`
	Updated time.Time   `json:"updated"` // of the newest entry it is made of
	// Sum is of what it is made of: entries of the ledger and what is closed in
	// them. Entries never change, so that the same sum is the same record.
	Sum custody.Sum `json:"sum"`
}

// CardName is a name as a source gives it.
type CardName struct {
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"` // BCP 47
}

// CardLink says that a record names another one: in Property of this stands To,
// which leads to the card that has it as its ID or among Also, if there is one.
type CardLink struct {
	Property string `json:"property"`
	To       string `json:"to"`
}

// CardTag is a value that records are found by: a term of a vocabulary, or a
// place that is no record.
type CardTag struct {
	Property string `json:"property"`
	Value    string `json:"value"`
	Lang     string `json:"lang,omitempty"`
}

// CardSpot is where a place is said to be, with how exact that is.
type CardSpot struct {
	Shape claim.Shape `json:"shape"`
	Claim string      `json:"claim,omitempty"`
}

// CardNear is another person of whom people judged something that leaves: who
// may be the same (unsure), or is a relative.
type CardNear struct {
	ID       string         `json:"id"`
	Verdict  person.Verdict `json:"verdict"`
	Relation string         `json:"relation,omitempty"` // how the other one stands to this
}

// SiteRecord is a record with what leaves of it.
type SiteRecord struct {
	Card
	Claims []claim.Claim
}

// SiteDocument is an original that is in the site.
type SiteDocument struct {
	Item      custody.Sum
	Bytes     int64
	MediaType string
}

// SiteList is a list of names whose file is in the site.
type SiteList struct {
	person.List
	People int // records of the site that stand on it
}

// Gone is a record that an earlier build of the site had and this one has not.
type Gone struct {
	ID   string    `json:"id"`
	Kind string    `json:"kind"` // of the schema, or "document"
	When time.Time `json:"when"`
	Rule string    `json:"rule,omitempty"` // one of the rules by which things are withheld; "" if it is not told
}

// Press takes the files of a site and knows those of the build before.
type Press interface {
	// Unchanged reports whether the earlier build drew what key names from the
	// same inputs; then its files, which it must have, are taken over. If not,
	// each of the paths MUST be put.
	Unchanged(key string, inputs custody.Sum, paths ...string) (bool, error)
	// Put writes a file: a relative path with slashes, once.
	Put(path string, data []byte) error
}

// SitePages draws the pages of a site. What it draws MUST follow from the
// Site and the inputs it tells the press, and every path MUST be one the site
// has no other use for.
type SitePages func(ctx context.Context, p *Site, press Press) error
