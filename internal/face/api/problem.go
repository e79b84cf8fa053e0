package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"sanad/internal/ground/fail"
)

// problem is a failure as programs are told it (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Kind   string `json:"kind"`
	Do     string `json:"do,omitempty"` // what can be done about it
}

// kinds maps each kind of failure once: its name, its title, its status.
func kinds() map[fail.Kind]problem {
	return map[fail.Kind]problem{
		fail.Failed:    {Kind: "failed", Title: "It failed", Status: http.StatusInternalServerError},
		fail.Usage:     {Kind: "usage", Title: "The request is wrong", Status: http.StatusBadRequest},
		fail.Integrity: {Kind: "integrity", Title: "Something kept is not what the ledger says", Status: http.StatusInternalServerError},
		fail.Partial:   {Kind: "partial", Title: "Done in part", Status: http.StatusInternalServerError},
		fail.Refused:   {Kind: "refused", Title: "Not allowed", Status: http.StatusForbidden},
		fail.NotFound:  {Kind: "not-found", Title: "Not here", Status: http.StatusNotFound},
		fail.Conflict:  {Kind: "conflict", Title: "It changed, or is there already", Status: http.StatusConflict},
	}
}

// problemOf tells an error. What the rules and the commands say themselves is
// told; what failed inside is not, for its text could hold a path of the server
// or a name that must not be known.
func problemOf(err error) problem {
	p := kinds()[fail.Of(err)]
	p.Type = "about:blank"
	text, told := tellable(err)
	outward := p.Status < http.StatusInternalServerError
	if told != nil && (outward || told.Err == nil) {
		p.Detail, p.Do = strings.TrimSuffix(text, "; "+told.Hint), told.Hint
		return p
	}
	p.Detail, p.Do = "it failed inside the archive", "whoever keeps the archive finds the cause on its machine: sanad doctor"
	return p
}

// tellable gives the outermost rule or command that refused, and its text with
// what was being done when it did. What else failed beside it is left out.
func tellable(err error) (string, *fail.Error) {
	text := err.Error()
	for err != nil {
		if told, ok := err.(*fail.Error); ok {
			return text, told
		}
		joined, ok := err.(interface{ Unwrap() []error })
		if !ok {
			err = errors.Unwrap(err)
			continue
		}
		all := joined.Unwrap()
		var told *fail.Error
		if len(all) != 1 {
			if errors.As(err, &told) {
				text = told.Error()
			}
			return text, told
		}
		err = all[0]
	}
	return text, nil
}

// kindOf gives the kind that a problem names.
func kindOf(name string) fail.Kind {
	for kind, p := range kinds() {
		if p.Kind == name {
			return kind
		}
	}
	return fail.Failed
}

// err is the problem as the asker's own machine tells it.
func (p problem) err() error {
	e := fail.New(kindOf(p.Kind), "%s", p.Detail)
	if p.Do != "" {
		e = e.Do("%s", p.Do)
	}
	return e
}

func sendProblem(w http.ResponseWriter, p problem) {
	data, err := json.Marshal(p)
	if err != nil {
		http.Error(w, "it failed", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	w.Write(append(data, '\n')) // an error means that the asker went away
}
