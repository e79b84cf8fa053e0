package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// Doubt is a stretch of pages whose text can't stand by itself (see Health).
type Doubt struct {
	From, To int // numbers of the first and the last page
	Health   int // the least of them
	Reasons  string
}

// String writes a Doubt as "3-7: 12: there is a picture and no text".
func (d Doubt) String() string {
	pages := strconv.Itoa(d.From)
	if d.To != d.From {
		pages += "-" + strconv.Itoa(d.To)
	}
	return fmt.Sprintf("%s: %d: %s", pages, d.Health, d.Reasons)
}

// ParseDoubt reads what String wrote.
func ParseDoubt(s string) (Doubt, error) {
	var d Doubt
	pages, rest, _ := strings.Cut(s, ": ")
	health, reasons, ok := strings.Cut(rest, ": ")
	from, to, stretch := strings.Cut(pages, "-")
	if !stretch {
		to = from
	}
	var errs [3]error
	d.From, errs[0] = strconv.Atoi(from)
	d.To, errs[1] = strconv.Atoi(to)
	d.Health, errs[2] = strconv.Atoi(health)
	for _, err := range errs {
		if err != nil || !ok || d.From < 1 || d.To < d.From {
			return Doubt{}, fmt.Errorf("%q does not tell of doubtful pages", s)
		}
	}
	d.Reasons = reasons
	return d, nil
}

// Doubts gathers the doubtful pages of a document.
type Doubts struct {
	all []Doubt
	sum int
	n   int
}

// Add takes the next page: its number, text and share of pictures.
func (d *Doubts) Add(number int, text string, pictures float64) {
	score, reasons := Health(text, pictures)
	d.sum, d.n = d.sum+score, d.n+1
	if score >= Trusted {
		return
	}
	next := Doubt{From: number, To: number, Health: score, Reasons: strings.Join(reasons, "; ")}
	if last := len(d.all) - 1; last >= 0 && d.all[last].To == number-1 && d.all[last].Reasons == next.Reasons {
		d.all[last].To, d.all[last].Health = number, min(d.all[last].Health, score)
		return
	}
	d.all = append(d.all, next)
}

// All are the doubtful stretches in order.
func (d *Doubts) All() []Doubt { return d.all }

// Mean is the mean Health of the pages, 100 if there is none.
func (d *Doubts) Mean() int {
	if d.n == 0 {
		return 100
	}
	return d.sum / d.n
}
