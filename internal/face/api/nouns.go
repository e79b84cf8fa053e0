package api

import (
	"fmt"
	"net/http"
	"strings"

	"sanad/internal/face/cli"
)

// noun is a thing under an address of its own: what a command that shows shows,
// to programs that can ask for nothing but an address.
type noun struct {
	path    string // its {words} are the command's arguments of these names
	command string
}

func nouns() []noun {
	return []noun{
		{"/api/v1/accessions", "accessions"},
		{"/api/v1/items", "items"},
		{"/api/v1/items/{id}", "show"},
		{"/api/v1/items/{id}/text", "text"},
		{"/api/v1/items/{item}/near", "near"},
		{"/api/v1/search", "search"},
		{"/api/v1/claims", "claims"},
		{"/api/v1/claims/{claim}", "claim show"},
		{"/api/v1/claims/{claim}/history", "claim history"},
		{"/api/v1/entities", "entity list"},
		{"/api/v1/entities/{id}", "entity show"},
		{"/api/v1/entities/{id}/history", "entity history"},
		{"/api/v1/events/{event}/figures", "figures"},
		{"/api/v1/timeline", "timeline"},
		{"/api/v1/posts", "posts held"},
		{"/api/v1/requests", "requests"},
		{"/api/v1/findings", "finding list"},
		{"/api/v1/findings/{finding}", "finding show"},
		{"/api/v1/lists", "lists list"},
		{"/api/v1/lists/{list}", "lists show"},
		{"/api/v1/people", "people"},
		{"/api/v1/count", "count"},
		{"/api/v1/estimates", "estimate list"},
		{"/api/v1/estimates/{estimate}", "estimate show"},
		{"/api/v1/releases", "release list"},
		{"/api/v1/releases/{release}", "release show"},
		{"/api/v1/ledger/{id}/proof", "prove"},
		{"/api/v1/checkpoint", "checkpoint show"},
		{"/api/v1/jobs", "jobs list"},
		{"/api/v1/jobs/{job}", "jobs show"},
	}
}

// words gives the arguments that an address has.
func (n noun) words() (names []string) {
	for _, part := range strings.Split(n.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}

// noun answers GET of an address: by its ETag, an asker learns that nothing was
// written since, without the thing being made again.
func (s *server) noun(n noun) func(*request) error {
	return func(q *request) error {
		c := s.commands[n.command]
		if err := c.May(q.actor); err != nil {
			return err
		}
		args := map[string]any{}
		for name, values := range q.r.URL.Query() {
			all := make([]any, len(values))
			for i, v := range values {
				all[i] = v
			}
			args[name] = all
		}
		for _, name := range n.words() {
			args[name] = q.r.PathValue(name)
		}
		q.w.Header().Set("Vary", "Authorization, Accept")
		if c.Reads {
			fresh, err := q.fresh()
			if err != nil || fresh {
				return err
			}
		}
		return q.run(c, cli.Asked{Command: n.command, Args: args}, noFiles{})
	}
}

// fresh sets the tag of what is shown, and answers that it is the same if the
// asker has just that. What is shown changes with the ledger, with the day,
// and with the program.
func (q *request) fresh() (bool, error) {
	size, err := q.Size(q.r.Context())
	if err != nil {
		return false, err
	}
	tag := fmt.Sprintf(`W/"%d-%s-%s"`, size, q.Clock().UTC().Format("20060102"), q.Ports(q.actor).Version)
	q.w.Header().Set("ETag", tag)
	for known := range strings.SplitSeq(q.r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(known) == tag {
			q.begun = true
			q.w.WriteHeader(http.StatusNotModified)
			return true, nil
		}
	}
	return false, nil
}
