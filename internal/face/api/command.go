package api

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
	"time"

	"sanad/internal/face/cli"
	"sanad/internal/ground/fail"
)

// asked reads a request for a command, and what files come with it.
func (q *request) asked() (cli.Asked, incoming, error) {
	asked := cli.Asked{Command: q.words()}
	kind, params, err := mime.ParseMediaType(q.r.Header.Get("Content-Type"))
	if err != nil {
		return asked, nil, fail.New(fail.Usage, "the request says no media type").Do("send application/json or multipart/form-data")
	}
	switch kind {
	case "application/json":
		data, err := io.ReadAll(io.LimitReader(q.body, maxAsk+1))
		if err != nil || len(data) > maxAsk {
			return asked, nil, fail.New(fail.Usage, "the request's JSON has more than %d bytes, or did not come whole", maxAsk)
		}
		asked.Args, err = argsOf(data)
		return asked, noFiles{}, err
	case "multipart/form-data":
		parts := multipart.NewReader(q.body, params["boundary"])
		first, err := parts.NextPart()
		if err != nil || first.FormName() != "request" {
			return asked, nil, fail.New(fail.Usage, "the first part of the form is not named request").Do("send the JSON first, as the part request, then the files")
		}
		data, err := io.ReadAll(io.LimitReader(first, maxAsk))
		if err != nil {
			return asked, nil, fail.New(fail.Usage, "reading the form: %w", err)
		}
		asked.Args, err = argsOf(data)
		return asked, formed{parts}, err
	case framesType:
		what, payload, err := readFrame(q.body)
		if err != nil || what != frameAsk {
			return asked, nil, fail.New(fail.Usage, "the first frame is no request")
		}
		command := asked.Command
		d := json.NewDecoder(strings.NewReader(string(payload)))
		d.UseNumber()
		if err := d.Decode(&asked); err != nil {
			return asked, nil, fail.New(fail.Usage, "reading the request: %w", err)
		}
		asked.Command = command
		return asked, &framed{r: q.body}, nil
	}
	return asked, nil, fail.New(fail.Usage, "requests of the media type %s are not read", kind).Do("send application/json or multipart/form-data")
}

// argsOf reads the arguments; nothing at all is none.
func argsOf(data []byte) (map[string]any, error) {
	args := map[string]any{}
	if len(strings.TrimSpace(string(data))) == 0 {
		return args, nil
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if err := d.Decode(&args); err != nil {
		return nil, fail.New(fail.Usage, "reading the request's JSON: %w", err).Do("send one object: arguments and flags by name")
	}
	if d.More() {
		return nil, fail.New(fail.Usage, "the request holds more than one JSON object")
	}
	return args, nil
}

// words gives the words of the command that is asked for. An import had one word
// while it took tables alone, and who asks for it so goes on.
func (q *request) words() string {
	words := strings.ReplaceAll(q.r.PathValue("words"), "/", " ")
	if words == "import" {
		return "import table"
	}
	return words
}

// command answers POST /api/v1/commands/WORD/WORD.
func (s *server) command(q *request) error {
	c, ok := s.commands[q.words()]
	if !ok {
		return fail.New(fail.NotFound, "there is no such command here").Do("the OpenAPI document lists them: /api/openapi.json")
	}
	if err := c.May(q.actor); err != nil {
		return err
	}
	asked, in, err := q.asked()
	if err != nil {
		return err
	}
	return q.run(c, asked, in)
}

// run runs a command and answers in the way that was asked for.
func (q *request) run(c cli.Command, asked cli.Asked, in incoming) error {
	ctx, stop := context.WithCancelCause(q.r.Context())
	defer stop(nil)
	folder, remove, err := q.Room()
	if err != nil {
		return err
	}
	defer func() {
		if failed := remove(); failed != nil {
			q.Log.Error("a passing folder was not removed", "causes", q.Causes(failed))
		}
	}()
	way := q.way(c, &asked, folder)
	in = ending{in, q.ended}
	ports := q.Ports(q.actor)
	files := &sentFiles{folder: folder, heads: map[string]sentFile{}, here: asked.Here, streams: c.Streams, write: way.write}
	ports.Files, ports.Walk, ports.Folder, ports.Site = files, files.walk, way.folder, nil
	if asked.Args == nil {
		asked.Args = map[string]any{}
	}
	switch resume, _ := asked.Args["resume"].(string); {
	case c.Streams && resume != "":
		asked.Args["paths"] = "."
		ports.Walk = func([]string) foundSeq { return files.onceKept(in, stop) }
	case c.Streams:
		asked.Args["paths"] = "."
		ports.Walk = func([]string) foundSeq { return stream(in, stop) }
	default:
		if err := files.keep(in, labelsOf(c, asked.Args)); err != nil {
			return way.end(false, err)
		}
	}
	streams := cli.Streams{In: strings.NewReader(""), Out: way.out, Err: way.notes, Progress: way.progress}
	if q.Progress != nil && way.progress != nil {
		streams.Progress = q.Progress(q.actor, way.progress)
	}
	printed, err := cli.RunAsked(ctx, asked, streams, ports)
	if err != nil && context.Cause(ctx) != nil && q.r.Context().Err() == nil {
		err = fail.New(fail.Usage, "%w", err)
	}
	return way.end(printed, err)
}

// ended takes the end of the request's body. Only then the server hears that the
// asker went away, and no limit of reading ends the wait for the answer.
func (q *request) ended() {
	io.Copy(io.Discard, io.LimitReader(q.body, 1)) // what fails here is found by the answer
	if err := q.body.until(time.Time{}); err != nil {
		q.Log.Error("a request keeps its limit of reading", "causes", q.Causes(err))
	}
}

// labelsOf tells under which name a command will ask for a file that came: the
// sender's own label, or the value of the argument that the form's part names.
func labelsOf(c cli.Command, args map[string]any) func(string) (string, bool) {
	takes := c.Takes()
	return func(label string) (string, bool) {
		if slices.Contains(takes, label) {
			if text, ok := args[label].(string); ok && text != "" {
				return text, true
			}
			args[label] = label
			return label, true
		}
		for name, v := range maps.All(args) {
			if text, ok := v.(string); ok && text == label && slices.Contains(takes, name) {
				return label, true
			}
		}
		return "", false
	}
}

// way chooses how to answer, by what the request accepts.
func (q *request) way(c cli.Command, asked *cli.Asked, folder string) *way {
	accept := q.r.Header.Get("Accept")
	switch {
	case strings.Contains(accept, framesType):
		return q.frames(c, folder)
	case c.Gives != "" && strings.Contains(accept, "application/zip"):
		if text, _ := asked.Args[c.Gives].(string); text == "" && asked.Args["folder"] == nil {
			if asked.Args == nil {
				asked.Args = map[string]any{}
			}
			asked.Args[c.Gives] = "files"
		}
		return q.zipped(strings.ReplaceAll(c.Name, " ", "-"), folder)
	case strings.Contains(accept, "text/plain"):
		asked.Text = true
		return q.printed(c, "text/plain; charset=utf-8", folder)
	case c.Lines:
		return q.printed(c, "application/jsonl", folder)
	}
	return q.printed(c, "application/json", folder)
}

// printed answers with what is printed: by what shows when it is whole, by what
// does something while it goes on.
func (q *request) printed(c cli.Command, mediaType, folder string) *way {
	if c.Reads {
		return q.whole(mediaType, folder)
	}
	return q.plain(mediaType)
}
