package web_test

import (
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"text/template/parse"

	"terrier/plans/provenance"
	"terrier/plans/web"
)

// TestNumbersOpen holds that a number of the domain is printed by count, which takes a part of a figure, and any other number by a
// function whose name says what it is. Templates are typed by the views that they are shown with, so nothing is taken on trust.
func TestNumbersOpen(t *testing.T) {
	pages := web.Templates()
	if missing := without(slices.Sorted(maps.Keys(pages)), web.Views); len(missing) > 0 {
		t.Fatalf("nothing is known of the views of %v", missing)
	}
	counts := 0
	for name, page := range pages {
		block := "layout"
		if strings.HasPrefix(name, "embed/") {
			block = "embed"
		}
		w := &walk{of: page, seen: map[string]bool{}}
		w.template(block, web.Views[name])
		for _, complaint := range w.complaints {
			t.Errorf("%s: %s", name, complaint)
		}
		counts += w.counts
	}
	if counts < 20 {
		t.Errorf("only %d numbers are counted: the walk sees too little", counts)
	}
}

func without(names []string, known map[string]reflect.Type) []string {
	return slices.DeleteFunc(names, func(name string) bool { return known[name] != nil })
}

// The walk complains of every other way to print a number.
func TestNumbersOpenSees(t *testing.T) {
	for text, want := range map[string]string{
		`{{count .Summary.Total}} {{count .AssetsCount "asset" "assets"}} {{plain .Versions}} {{hectares .Area.Hectares}} {{.Hectares}} {{with .Summary}}{{range .Tables}}{{range .Rows}}{{count .Count}}{{.Percent}}{{end}}{{end}}{{end}}`: "",
		`{{.Versions}}`:                    "int",
		`{{len .Assets}}`:                  "int",
		`{{len .Assets | printf "%d"}}`:    "printf",
		`{{print .Versions}}`:              "print",
		`{{.Summary.Total}}`:               "Number",
		`{{.Summary.Total.Int}}`:           "int",
		`{{count .Versions}}`:              "count is given",
		`{{count (len .Assets)}}`:          "count is given",
		`{{if .Summary.Total}}some{{end}}`: "always true",
		`{{.Area.Hectares}}`:               "float64",
		`{{$n := .Versions}}{{$n}}`:        "int",
		`{{range .Summary.Tables}}{{range .Rows}}{{.Count}}{{end}}{{end}}`: "Number",
		`{{with .Versions}}{{.}}{{end}}`:                                   "int",
		`{{define "x"}}{{.}}{{end}}{{template "x" .Versions}}`:             "int",
		`<rect width="{{.Versions}}"/>`:                                    "int",
		`{{7}}`:                                                            "int",
	} {
		page, err := template.New("page").Funcs(web.Functions).Parse(text)
		must(t, err)
		w := &walk{of: page, seen: map[string]bool{}}
		w.template("page", web.Views["area/page.html"])
		if all := strings.Join(w.complaints, "; "); (want == "") != (all == "") || !strings.Contains(all, want) {
			t.Errorf("%s: %q, want %q", text, all, want)
		}
	}
}

// walk follows a template through its branches and parts, knowing the type of the dot.
type walk struct {
	of         *template.Template
	seen       map[string]bool // template and type of its dot
	complaints []string
	counts     int
}

type scope struct {
	dot  reflect.Type
	vars map[string]reflect.Type
}

func (s scope) at(dot reflect.Type) scope { return scope{dot, maps.Clone(s.vars)} }

func (w *walk) complain(node parse.Node, format string, args ...any) {
	w.complaints = append(w.complaints, fmt.Sprintf("%s: %s", node, fmt.Sprintf(format, args...)))
}

func (w *walk) template(name string, dot reflect.Type) {
	key := fmt.Sprint(name, dot)
	found := w.of.Lookup(name)
	if w.seen[key] || found == nil || found.Tree == nil {
		return
	}
	w.seen[key] = true
	w.list(found.Tree.Root, scope{dot, map[string]reflect.Type{"$": dot}})
}

func (w *walk) list(list *parse.ListNode, s scope) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			is := w.pipe(n.Pipe, s)
			if len(n.Pipe.Decl) == 0 {
				w.printed(n, is)
			}
		case *parse.IfNode:
			inside := s.at(s.dot)
			w.condition(n, w.pipe(n.Pipe, inside))
			w.list(n.List, inside)
			w.list(n.ElseList, inside)
		case *parse.WithNode:
			inside := s.at(s.dot)
			is := w.pipe(n.Pipe, inside)
			w.condition(n, is)
			w.list(n.List, inside.at(is))
			w.list(n.ElseList, inside)
		case *parse.RangeNode:
			inside := s.at(s.dot)
			element := reflect.TypeFor[string]()
			if is := w.pipe(n.Pipe, inside); is != nil && (is.Kind() == reflect.Slice || is.Kind() == reflect.Map || is.Kind() == reflect.Array) {
				element = is.Elem()
			} else {
				w.complain(n, "ranges over %v", is)
			}
			for i, d := range n.Pipe.Decl {
				inside.vars[d.Ident[0]] = reflect.TypeFor[int]()
				if i == len(n.Pipe.Decl)-1 {
					inside.vars[d.Ident[0]] = element
				}
			}
			w.list(n.List, inside.at(element))
			w.list(n.ElseList, s.at(s.dot))
		case *parse.TemplateNode:
			var is reflect.Type
			if n.Pipe != nil {
				is = w.pipe(n.Pipe, s)
			}
			w.template(n.Name, is)
		}
	}
}

var (
	aNumber = reflect.TypeFor[provenance.Number]()
	// printers are the functions whose results may be printed, by what they take first.
	printers = map[string]reflect.Type{"count": aNumber, "opens": aNumber, "plain": reflect.TypeFor[int](), "date": nil, "hectares": nil, "km": nil, "slice": nil}
)

// printed complains of what must not stand in a page.
func (w *walk) printed(n *parse.ActionNode, is reflect.Type) {
	if is == nil || is.Kind() != reflect.String && is.Kind() != reflect.Bool {
		w.complain(n, "prints a %v", is)
	}
}

func (w *walk) condition(n parse.Node, is reflect.Type) {
	if is == aNumber { // zero or not
		w.complain(n, "a %v is always true: ask for Some", is)
	}
}

func (w *walk) pipe(p *parse.PipeNode, s scope) (is reflect.Type) {
	for i, cmd := range p.Cmds {
		var piped []reflect.Type
		if i > 0 {
			piped = []reflect.Type{is}
		}
		is = w.command(cmd, s, piped)
	}
	for _, d := range p.Decl {
		s.vars[d.Ident[0]] = is
	}
	return is
}

func (w *walk) command(cmd *parse.CommandNode, s scope, piped []reflect.Type) reflect.Type {
	f, isFunction := cmd.Args[0].(*parse.IdentifierNode)
	if !isFunction {
		return w.value(cmd.Args[0], s)
	}
	var args []reflect.Type
	for _, a := range cmd.Args[1:] {
		args = append(args, w.value(a, s))
	}
	args = append(args, piped...)
	switch f.Ident {
	case "len":
		return reflect.TypeFor[int]()
	case "index":
		return args[0].Elem()
	case "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge":
		return reflect.TypeFor[bool]()
	}
	takes, known := printers[f.Ident]
	switch {
	case !known:
		w.complain(cmd, "%s may print anything", f.Ident)
	case takes != nil && args[0] != takes:
		w.complain(cmd, "%s is given a %v", f.Ident, args[0])
	case f.Ident == "count":
		w.counts++
	}
	return reflect.TypeFor[string]()
}

func (w *walk) value(node parse.Node, s scope) reflect.Type {
	switch n := node.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return w.fields(n, s.dot, n.Ident)
	case *parse.VariableNode:
		return w.fields(n, s.vars[n.Ident[0]], n.Ident[1:])
	case *parse.ChainNode:
		return w.fields(n, w.value(n.Node, s), n.Field)
	case *parse.PipeNode:
		return w.pipe(n, s)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		return reflect.TypeFor[int]()
	case *parse.IdentifierNode:
		return w.command(&parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{n}}, s, nil)
	}
	w.complain(node, "is not understood")
	return reflect.TypeFor[string]()
}

// fields follows names from a type to the type of a field or of what a method returns.
func (w *walk) fields(node parse.Node, is reflect.Type, names []string) reflect.Type {
	for _, name := range names {
		if is == nil {
			w.complain(node, "has no %s: there is no dot", name)
			return reflect.TypeFor[string]()
		}
		if is.Kind() == reflect.Pointer {
			is = is.Elem()
		}
		if m, ok := reflect.PointerTo(is).MethodByName(name); ok {
			is = m.Type.Out(0)
			continue
		}
		if is.Kind() != reflect.Struct {
			w.complain(node, "%v has no %s", is, name)
			return reflect.TypeFor[string]()
		}
		f, ok := is.FieldByName(name)
		if !ok {
			w.complain(node, "%v has no %s", is, name)
			return reflect.TypeFor[string]()
		}
		is = f.Type
	}
	if is != nil && is.Kind() == reflect.Pointer {
		return is.Elem()
	}
	return is
}
