package desk

import (
	"embed"
	"encoding/json"
	"net/http"
	"slices"

	"sanad/internal/face/words"
)

//go:embed scripts/*.js
var scriptFiles embed.FS

// The scripts there are, see decisions 9 and 33. Each makes something easier that
// its page does without.
const (
	passkeyScript  = "passkey"
	keysScript     = "keys"     // single keys, unless the account likes none
	quoteScript    = "quote"    // words selected are put into the form
	progressScript = "progress" // a job is followed
)

// scripts lists all of them.
func scripts() []string {
	return []string{passkeyScript, keysScript, quoteScript, progressScript}
}

// scriptsOf gives the scripts that a page runs for a reader: most run none.
func (v *visit) scriptsOf(name string, page view) (out []string) {
	if p, ok := page.(interface{ scripted() bool }); ok && p.scripted() {
		return []string{passkeyScript}
	}
	if slices.Contains(keyed(), name) && !v.present.Likes.NoKeys {
		out = append(out, keysScript)
	}
	switch p := page.(type) {
	case *itemPage:
		if p.MayCite && p.Read != nil {
			out = append(out, quoteScript)
		}
	case *jobPage:
		if p.Fresh {
			out = append(out, progressScript)
		}
	}
	return out
}

// keyed lists the pages on which single keys do something: those with lists, and
// those on which somebody answers.
func keyed() []string {
	return []string{"accessions", "audit", "claims", "entities", "estimates", "findings", "item", "items", "jobs", "list", "lists", "mentions",
		"pair", "people", "relatives", "releases", "requests", "says", "search", "timeline"}
}

// policyOf is what a page may do that runs these scripts. What they write into
// the page is text: a browser that knows trusted types refuses them more.
func policyOf(run []string) string {
	switch {
	case len(run) == 0:
		return policy
	case slices.Contains(run, progressScript):
		return scriptPolicy + "; connect-src 'self'"
	}
	return scriptPolicy
}

// HasKeys reports whether single keys do something on the page.
func (f *frame) HasKeys() bool { return slices.Contains(f.Scripts, keysScript) }

// sendScript sends one of the scripts.
func sendScript(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		data, err := scriptFiles.ReadFile("scripts/" + name + ".js")
		if err != nil {
			http.Error(w, "there is no such script", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		w.Write(data) // an error means the reader went away
	}
}

// jobState is a job as its page asks for it while it goes on.
type jobState struct {
	State   string `json:"state"` // in the reader's words
	Said    string `json:"said"`
	Percent int64  `json:"percent"`
	Over    bool   `json:"over"`
}

func (p *jobPage) state(table *words.Table) (s jobState, err error) {
	s = jobState{State: table.Term("jobstate", string(p.Job.State)), Percent: p.Percent, Over: p.Job.State.Over()}
	if s.Over || p.Job.Stage == "" {
		return s, nil
	}
	if s.Said = table.Term("jobstage", p.Job.Stage); p.Job.Total > 0 {
		of := ""
		of, err = table.Say("job.of", p.Job.Done, p.Job.Total)
		s.Said += ": " + of
	}
	return s, err
}

// sendState answers the page's question how far its job is.
func (p *jobPage) sendState(w http.ResponseWriter, table *words.Table) error {
	s, err := p.state(table)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(s)
}
