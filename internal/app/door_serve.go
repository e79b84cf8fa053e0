package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"sanad/internal/face/door"
)

// doorSettings says how strangers meet the archive.
type doorSettings struct {
	// Leave is where the link to leave quickly leads.
	Leave string `json:"leave,omitempty"`
	// Onion is the door's address in the Tor network, to be told.
	Onion string `json:"onion,omitempty"`
	// Name is what the archive is called there, if not by its own name.
	Name string `json:"name,omitempty"`
	// Limits of bytes: of one file, of all files of a letter, of all that comes
	// in on one day.
	FileBytes   int64 `json:"file_bytes,omitempty"`
	LetterBytes int64 `json:"letter_bytes,omitempty"`
	DayBytes    int64 `json:"day_bytes,omitempty"`
	// WordBytes is what comes in words and signatures on one day.
	WordBytes int64 `json:"word_bytes,omitempty"`
	// ThreadDays is after how many days without a message a thread ends; a year
	// if nothing is set, and with -1 only by hand.
	ThreadDays int `json:"thread_days,omitempty"`
}

// leaveTo is where the link to leave leads unless the settings say otherwise: a
// page that is read everywhere, in all languages.
const leaveTo = "https://www.wikipedia.org/"

// doorHandler makes the pages for strangers, below a prefix such as "/door".
func (p *parts) doorHandler(prefix string) (http.Handler, error) {
	if err := withoutDumps(); err != nil {
		return nil, err
	}
	box, err := p.letterBox()
	if err != nil {
		return nil, err
	}
	set := p.set.Door
	handler, err := door.New(door.Options{Box: box, Archive: orElse(set.Name, p.set.Name), Key: p.set.Key, Prefix: prefix, Leave: orElse(set.Leave, leaveTo), Onion: set.Onion,
		Limits: door.Limits{File: set.FileBytes, Letter: set.LetterBytes, Day: set.DayBytes, Words: set.WordBytes}, Clock: time.Now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return nil, fmt.Errorf("preparing the door: %w", err)
	}
	return handler, nil
}

// serveDoor serves the door alone, until ctx ends.
func (p *parts) serveDoor(ctx context.Context, listen string, ready func(address string)) error {
	l, err := listenOn(listen)
	if err != nil {
		return err
	}
	handler, err := p.doorHandler("")
	if err != nil {
		return closing(l, err)
	}
	tending, halt := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { p.tend(tending) })
	defer beside.Wait()
	defer halt()
	ready(addressOf(l))
	return serveUntil(ctx, []post{{l, doorServer(handler)}})
}

// doorPath is where the door stands below the desk's addresses.
const doorPath = "/door"

// below puts the door below the desk's addresses.
func below(strangers, desk http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(doorPath+"/", strangers)
	mux.Handle(doorPath, http.RedirectHandler(doorPath+"/", http.StatusSeeOther))
	mux.Handle("/", desk)
	return mux
}

// doorServer has no time limits on bodies of its own: the door gives senders
// time piece by piece.
func doorServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 30 * time.Second, // Tor is slow
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          silent(), // it would write visitors' addresses
	}
}
