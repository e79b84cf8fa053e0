// Package witness knows the two questions a witness answers over HTTP (C2SP
// tlog-witness): sign this checkpoint, and which one did you sign last. It must
// never decide what is signed, nor keep or log who asked.
package witness

import (
	"errors"
	"io"
	"log/slog"
	"net/http"

	"sanad/internal/core/witness"
	"sanad/internal/ground/fail"
)

// Cosigner is the witness that answers.
type Cosigner interface {
	// Cosign gives the line for the body of a request; what it refuses is a
	// *witness.Refusal. It MUST have kept what it signed before it returns.
	Cosign(body []byte) (line string, err error)
	// Latest gives the checkpoint last signed of the log whose origin has that
	// SHA-256, fail.NotFound if none was.
	Latest(hash string) ([]byte, error)
}

// atOnce is how many requests are weighed at a time; the others wait.
const atOnce = 16

// New makes the handler. Failures of the witness itself are logged by their kind.
func New(w Cosigner, log *slog.Logger) http.Handler {
	h := &handler{w, log, make(chan struct{}, atOnce)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", h.add)
	mux.HandleFunc("GET /{hash}/checkpoint", h.latest)
	return mux
}

type handler struct {
	witness Cosigner
	log     *slog.Logger
	busy    chan struct{}
}

func (h *handler) add(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, witness.MaxRequest+1))
	if err != nil {
		tell(w, witness.StatusBad, "the request can't be read, or is too long")
		return
	}
	select {
	case h.busy <- struct{}{}:
	case <-r.Context().Done():
		return
	}
	line, err := h.witness.Cosign(body)
	<-h.busy
	var refused *witness.Refusal
	switch {
	case errors.As(err, &refused) && refused.Status == witness.StatusStale:
		w.Header().Set("Content-Type", witness.TypeSize)
		w.WriteHeader(witness.StatusStale)
		_, _ = w.Write(witness.FormatSize(refused.Size)) // who asked is gone if it fails
	case errors.As(err, &refused):
		tell(w, refused.Status, refused.Reason)
	case err != nil:
		h.fails(w, err)
	default:
		tell(w, http.StatusOK, line)
	}
}

func (h *handler) latest(w http.ResponseWriter, r *http.Request) {
	signed, err := h.witness.Latest(r.PathValue("hash"))
	switch {
	case fail.Of(err) == fail.NotFound:
		tell(w, witness.StatusUnknown, "no checkpoint of this log was signed")
	case err != nil:
		h.fails(w, err)
	default:
		tell(w, http.StatusOK, string(signed))
	}
}

// fails says no more than that it failed: the reason is for the keepers.
func (h *handler) fails(w http.ResponseWriter, err error) {
	h.log.Error("the witness can't sign", "error", err)
	tell(w, http.StatusInternalServerError, "the witness can't sign now")
}

func tell(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	if text != "" && text[len(text)-1] != '\n' {
		text += "\n"
	}
	_, _ = io.WriteString(w, text)
}
