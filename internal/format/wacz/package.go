package wacz

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// The names of the package's own files.
const (
	listName   = "datapackage.json"
	digestName = "datapackage-digest.json"
	pagesName  = "pages/pages.jsonl"
)

// resource is a file that the list names. WACZ 1.0 has stats and hashing
// instead of hash and bytes.
type resource struct {
	Name    string `json:"name"`
	Path    string `json:"path"`
	Hash    string `json:"hash"`
	Bytes   *int64 `json:"bytes"`
	Hashing string `json:"hashing,omitempty"`
	Stats   *struct {
		Hash  string `json:"hash"`
		Bytes *int64 `json:"bytes"`
	} `json:"stats,omitempty"`
}

// normal gives a resource of WACZ 1.0 as one of 1.1.
func (r resource) normal() resource {
	if r.Stats != nil && r.Hash == "" {
		r.Hash, r.Bytes = r.Hashing+":"+r.Stats.Hash, r.Stats.Bytes
	}
	return r
}

// list is datapackage.json.
type list struct {
	Profile     string     `json:"profile"`
	Resources   []resource `json:"resources"`
	Version     string     `json:"wacz_version"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	Created     string     `json:"created,omitempty"`
	Modified    string     `json:"modified,omitempty"`
	Software    string     `json:"software,omitempty"`
	MainURL     string     `json:"mainPageUrl,omitempty"`
	MainDate    string     `json:"mainPageDate,omitempty"`
}

// parseList reads datapackage.json and gives what is against the standard.
func parseList(data []byte) (l list, faults []string, err error) {
	if err := json.Unmarshal(data, &l); err != nil {
		return l, nil, fmt.Errorf("it is no JSON of the form the standard wants: %w", err)
	}
	if l.Profile != "data-package" {
		faults = append(faults, fmt.Sprintf("its profile is %q instead of \"data-package\"", short(l.Profile)))
	}
	if l.Version == "" {
		faults = append(faults, "it does not say which version of WACZ it is of (wacz_version)")
	}
	seen := map[string]bool{}
	for i, r := range l.Resources {
		if l.Resources[i] = r.normal(); seen[r.Path] {
			faults = append(faults, "it lists "+short(r.Path)+" twice")
		}
		seen[r.Path] = true
	}
	return l, faults, nil
}

// fingerprint gives a hash as the list spells it.
func fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func short(s string) string {
	if len(s) > 200 {
		s = s[:200] + "..."
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// folder gives the first folder of a path, "" for none.
func folder(path string) string {
	first, _, ok := strings.Cut(path, "/")
	if !ok {
		return ""
	}
	return first
}

// isArchive, isIndex and isPages tell the files that the standard knows from
// those that may not stand beside them.
func isArchive(path string) bool {
	name, ok := strings.CutPrefix(path, "archive/")
	return ok && (strings.HasSuffix(name, ".warc") || strings.HasSuffix(name, ".warc.gz"))
}

func isIndex(path string) bool {
	name, ok := strings.CutPrefix(path, "indexes/")
	for _, end := range []string{".cdx", ".cdx.gz", ".cdxj", ".cdxj.gz", ".idx"} {
		if ok && strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func isPages(path string) bool {
	return strings.HasPrefix(path, "pages/") && strings.HasSuffix(path, ".jsonl")
}
