// Package telegram knows a chat as Telegram Desktop exports it, as JSON
// (result.json) or as pages of HTML (messages.html): who wrote what, when, in
// answer to what. It must never hold a whole chat in memory, nor fetch what a
// message names.
package telegram
