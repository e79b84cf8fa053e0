package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanad/internal/face/cli"
)

// object is a JSON object in the making.
type object = map[string]any

// Document gives the OpenAPI 3.1 description of the API, made from the table of
// commands and the types they print, so that it can't say what is not so.
func Document() ([]byte, error) {
	commands, err := cli.ServedCommands()
	if err != nil {
		return nil, err
	}
	types := &types{named: object{}, by: map[string]string{}}
	paths := object{}
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		paths["/api/v1/commands/"+strings.ReplaceAll(name, " ", "/")] = object{"post": postOf(commands[name], types)}
	}
	for _, n := range nouns() {
		c, ok := commands[n.command]
		if !ok {
			return nil, fmt.Errorf("the address %s shows %q, which is not served", n.path, n.command)
		}
		paths[n.path] = object{"get": getOf(n, c, types)}
	}
	paths[originalPath] = object{"get": describeOriginal()}
	paths["/api/openapi.json"] = object{"get": object{"operationId": "openapi", "summary": "This document.", "security": []any{},
		"responses": object{"200": object{"description": "This document."}}}}
	types.schema(problem{})
	if types.err != nil {
		return nil, types.err
	}
	data, err := json.MarshalIndent(object{
		"openapi": "3.1.0",
		"info": object{"title": "Sanad", "version": "1", "license": object{"name": "Apache 2.0", "identifier": "Apache-2.0"},
			"description": "What the command line does, over HTTP. A command is asked for by its flags and arguments in JSON and answers just what it prints with --json. What an account may not know of is answered like what is not there."},
		"paths":      paths,
		"security":   []any{object{"token": []any{}}},
		"components": object{"schemas": types.named, "securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}}, "responses": problems()},
	}, "", " ")
	return append(data, '\n'), err
}

func problems() object {
	return object{"problem": object{"description": "It was not done, and why (RFC 9457).",
		"content": object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/problem"}}}}}
}

func postOf(c cli.Command, types *types) object {
	takes := argsSchema(c)
	content := object{"application/json": object{"schema": takes}}
	if c.Streams || len(c.Takes()) > 0 {
		content["multipart/form-data"] = object{"schema": formSchema(c, takes)}
	}
	return object{
		"operationId": strings.ReplaceAll(c.Name, " ", "-"), "summary": c.Help, "tags": []any{strings.Fields(c.Name)[0]},
		"requestBody": object{"required": true, "content": content}, "responses": answers(c, types),
	}
}

// formSchema is a request with files: its JSON first, then each file under the
// name of the argument that it stands for.
func formSchema(c cli.Command, takes object) object {
	parts := object{"request": takes}
	file := object{"type": "string", "contentMediaType": "application/octet-stream"}
	for _, name := range c.Takes() {
		parts[name] = file
		if c.Streams {
			parts[name] = object{"type": "array", "items": file}
		}
	}
	return object{"type": "object", "required": []any{"request"}, "properties": parts}
}

func argsSchema(c cli.Command) object {
	properties, required := object{}, []any{}
	for _, p := range c.Params {
		if p.File && c.Streams {
			continue
		}
		properties[p.Name] = paramSchema(p)
		if p.Required && !p.File {
			required = append(required, p.Name)
		}
	}
	return object{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func paramSchema(p cli.Param) object {
	s := object{"type": p.Kind}
	if len(p.Enum) > 0 {
		s["enum"] = p.Enum
	}
	if p.Default != "" {
		s["default"] = p.Default
		var typed any
		if p.Kind != "string" && json.Unmarshal([]byte(p.Default), &typed) == nil {
			s["default"] = typed
		}
	}
	if p.Many {
		s = object{"type": "array", "items": s}
	}
	s["description"] = p.Help
	if p.Place {
		s["description"] = p.Help + " What the answer calls it; nothing is written at the server."
	}
	return s
}

func getOf(n noun, c cli.Command, types *types) object {
	var params []any
	words := n.words()
	for _, p := range c.Params {
		if p.Place {
			continue
		}
		in, required := "query", p.Required
		if slices.Contains(words, p.Name) {
			in, required = "path", true
		}
		schema := paramSchema(p)
		delete(schema, "description")
		params = append(params, object{"name": p.Name, "in": in, "required": required, "description": p.Help, "schema": schema})
	}
	get := object{"operationId": "get" + strings.NewReplacer("/api/v1", "", "/", "-", "{", "", "}", "").Replace(n.path), "summary": c.Help,
		"tags": []any{strings.Fields(c.Name)[0]}, "responses": answers(c, types)}
	if len(params) > 0 {
		get["parameters"] = params
	}
	if c.Reads {
		get["responses"].(object)["304"] = object{"description": "The ledger did not grow since the ETag that If-None-Match names."}
	}
	return get
}

func answers(c cli.Command, types *types) object {
	var schema object
	switch v := c.Answers.(type) {
	case nil:
		types.err = fmt.Errorf("the command %s does not say what it answers", c.Name)
	case cli.Either:
		var all []any
		for _, one := range v {
			all = append(all, types.schema(one))
		}
		schema = object{"anyOf": all}
	default:
		schema = types.schema(v)
	}
	media, what := "application/json", "What it prints with --json."
	if c.Lines {
		media, what = "application/jsonl", "One object a line, as it prints with --json; the schema is of a line."
	}
	content := object{media: object{"schema": schema}, "text/plain": object{"schema": object{"type": "string"}}}
	if c.Gives != "" {
		content["application/zip"] = object{"schema": object{"type": "string", "contentMediaType": "application/zip"}}
	}
	refused := object{"$ref": "#/components/responses/problem"}
	done := object{"description": what, "content": content,
		"headers": object{exitHeader: object{"description": "The exit code of the command: 0 done; 3 and 4 that the answer names what failed. Of a long answer it is a trailer.", "schema": object{"type": "integer"}}}}
	return object{"200": done, "400": refused, "401": refused, "403": refused, "404": refused, "409": refused, "429": refused, "500": refused}
}
