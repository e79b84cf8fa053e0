// Command sanad is the working system for people who collect the documents of
// a mass crime and must be believed. See README.md.
package main

import (
	"os"

	"sanad/internal/app"
)

func main() { os.Exit(app.Run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
