package witness

import (
	"slices"
	"strings"
	"time"
)

// CosignedNow is a cosignature as the ledger holds it.
type CosignedNow struct {
	Cosigned
	Index int64
	By    string    // the account that recorded it
	Taken time.Time // when it was recorded
}

// StampedNow is a time stamp as the ledger holds it.
type StampedNow struct {
	Stamped
	Index int64
	By    string
	Taken time.Time
}

// Watched is a log a witness looks at.
type Watched struct {
	Origin string   `json:"origin"`
	Keys   []string `json:"keys"`
	Size   int64    `json:"size"` // entries of the checkpoint signed last, -1 if none was
}

// Gather writes a checkpoint with the cosignatures of all of list that are of it,
// each witness once, by its newest, in the order of their keys. All of list MUST be
// of one checkpoint.
func Gather(list []CosignedNow) []byte {
	newest := map[string]CosignedNow{}
	for _, c := range list {
		if was, ok := newest[c.Witness]; !ok || c.At.After(was.At) {
			newest[c.Witness] = c
		}
	}
	var out strings.Builder
	out.WriteString(list[0].Checkpoint)
	var keys []string
	for key := range newest {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		out.WriteString(newest[key].Line)
	}
	return []byte(out.String())
}
