package door

import (
	"net/http"

	"sanad/internal/ground/fail"
)

// frontPage says what this is, and what can be done here.
type frontPage struct {
	frame
	Doors     []doorLine
	Petitions []petitionLine
	Onion     string
}

type doorLine struct {
	Name, Title string
	About       []string
}

type petitionLine struct {
	Name, Title, To string
	Open            bool
}

func showFront(v *visit) error {
	ctx := v.r.Context()
	open, err := v.open(ctx)
	if err != nil {
		return err
	}
	page := &frontPage{Onion: v.Onion}
	seen := map[string]bool{}
	for _, d := range open {
		page.Doors = append(page.Doors, doorLine{d.Name, v.in(d.Title), paragraphs(v.in(d.About))})
		for _, id := range d.Petitions {
			if seen[id] {
				continue
			}
			seen[id] = true
			shown, err := v.petition(ctx, id)
			if fail.Of(err) == fail.NotFound { // taken away meanwhile
				continue
			}
			if err != nil {
				return err
			}
			_, text := textIn(shown, "", v.lang)
			page.Petitions = append(page.Petitions, petitionLine{shown.Name, text.Title, text.To, shown.Open})
		}
	}
	page.Here = "/"
	return v.render(http.StatusOK, "front", page)
}

// checkPage says how a receipt is checked without us.
type checkPage struct {
	frame
	Key string
}

func showCheck(v *visit) error {
	page := &checkPage{Key: v.Key}
	page.Here = "/check"
	return v.render(http.StatusOK, "check", page)
}
