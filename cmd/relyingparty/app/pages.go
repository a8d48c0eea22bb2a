package app

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
)

//go:embed page/*
var files embed.FS

// The view models hold what a page shows, and nothing to look up.
type (
	homeView  struct{ Issuer string }
	errorView struct {
		Code, Description string
		Missing           bool
	}
	signedInView struct {
		Name, Subject, Issuer    string
		AuthTime, TokensAt       string
		ACR                      explained
		Methods                  []explained
		StepUps                  []stepUp
		Asked                    string
		Met                      bool
		CanRefresh               bool
		Header, Claims, UserInfo string
	}
	stepUp struct{ ID, ACR, Href, Means string }
)

// pages are the parsed templates, each in its frame.
type pages struct{ all map[string]*template.Template }

func parsePages() (*pages, error) {
	p := &pages{all: map[string]*template.Template{}}
	for _, name := range []string{"home", "signed_in", "signed_out", "error"} {
		t, err := template.ParseFS(files, "page/frame.html", "page/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("parse page %s: %w", name, err)
		}
		p.all[name] = t
	}
	return p, nil
}

// write renders into memory first, so that no half page is ever sent.
func (p *pages) write(w http.ResponseWriter, status int, name string, view any) {
	var b bytes.Buffer
	if err := p.all[name].ExecuteTemplate(&b, "frame.html", view); err != nil {
		panic(fmt.Sprintf("app: internal error: page %s: %v", name, err))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the browser may be gone
}

func (p *pages) style(w http.ResponseWriter, r *http.Request) { serve(w, r, "page/style.css") }

func (p *pages) icon(w http.ResponseWriter, r *http.Request) { serve(w, r, "page/icon.svg") }

func serve(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("Cache-Control", "max-age=300")
	http.ServeFileFS(w, r, files, name)
}
