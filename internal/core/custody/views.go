package custody

import (
	"time"

	"sanad/internal/core/guard"
)

// Accession is one act of taking material into custody, as it stands now.
type Accession struct {
	ID     string
	Case   string
	Source Source
	Note   string
	Label  guard.Label
	Actor  string
	Time   time.Time
	Index  int64
	Items  int64 // originals taken so far, duplicates counted
	Bytes  int64
	Failed int64
	Closed bool
}

// Item is one original.
type Item struct {
	Sum       Sum
	Bytes     int64
	MediaType string
	Name      Name // of its first acquisition
	Parent    *Sum
	Label     guard.Label // the most open of its accessions' labels
	Case      string      // of its first acquisition
	Accession string      // likewise
	Index     int64       // likewise
	Copies    int64       // how often it was taken into custody
}

// Step is one link in an item's chain of custody.
type Step struct {
	Event     string // kind of the event
	Actor     string
	Time      time.Time
	Index     int64
	Accession string
	Name      Name
	Detail    string
}

// Loss is something named in an accession that was not taken, and why.
type Loss struct {
	Accession string
	Name      Name
	What      string // "failed", or what was passed over: "symlink", "device", ...
	Error     string // why it failed, or where the link leads
	Index     int64
}
