// Package desk knows the rooms where analysts work in the browser: one route,
// one file, one template and one struct a page, server-rendered, without any
// script. It must never show an actor what the actor may not know (that looks
// like what is not there), never change anything by a GET, and never write a
// name or an address into the log.
package desk
