package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/intake"
)

// upload takes a file in. The fields of the form come before it, so that nothing of it is read for somebody who may not bring it.
func (s stocks) upload(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.takeIn(w, r, v)
	var known *plans.Error
	if errors.As(err, &known) && (known.Kind == plans.Invalid || known.Kind == plans.NotFound) && wantsPage(r) {
		ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), s.Timeout) // a large file took longer than a question may
		defer done()
		view, viewErr := s.listView(r.WithContext(ctx), v)
		if viewErr != nil {
			return viewErr
		}
		view.Error, view.AsAt = strings.TrimSpace(known.Message+" "+known.Remedy), up.Choices.AsAt
		w.Header().Set("Connection", "close") // the rest of the file is not waited for
		return s.showPrivate(w, r, uploadStatus(err), "stock/list.html", view)
	}
	if err != nil {
		return withUploadStatus(err)
	}
	s.Stock.Uploads.Wake()
	if !wantsPage(r) {
		w.Header().Set("Location", "/stock/"+up.ID)
		return s.sendStatus(w, r, http.StatusCreated, up)
	}
	http.Redirect(w, r, "/stock/"+up.ID, http.StatusSeeOther)
	return nil
}

// uploadStatus is that of a refusal: a file that is too large has its own.
func uploadStatus(err error) int { return problemOf(withUploadStatus(err)).Status }

func withUploadStatus(err error) error {
	var known *plans.Error
	if errors.As(err, &known) && known.Code == "file-too-large" {
		return &refusal{http.StatusRequestEntityTooLarge, known}
	}
	return err
}

// mostOfField is how long a field of the form beside the file may be.
const mostOfField = 4 << 10

func (s stocks) takeIn(w http.ResponseWriter, r *http.Request, v visitor) (up intake.Upload, err error) {
	control := http.NewResponseController(w)
	late := time.Now().Add(uploadTime)
	_, _ = control.SetReadDeadline(late), control.SetWriteDeadline(late.Add(time.Minute)) // a recorder in tests has none
	in, err := r.MultipartReader()
	if err != nil {
		return up, plans.Refuse("bad-form", "file", "No file came with the form.", "Send it as multipart/form-data, in a field called file, after the others.")
	}
	fields := map[string]string{}
	for {
		part, err := in.NextPart()
		if err != nil {
			return up, cutOff(err)
		}
		if part.FormName() != "file" {
			text, err := io.ReadAll(io.LimitReader(part, mostOfField+1))
			if err != nil {
				return up, cutOff(err)
			}
			if len(text) > mostOfField || !utf8.Valid(text) {
				return up, plans.Refuse("bad-form", shorten(part.FormName()), "A field of the form is too long, or no text.", "Write less.")
			}
			fields[part.FormName()] = string(text)
			continue
		}
		up, err = s.started(r, v, fields, part)
		if err != nil {
			return up, err
		}
		ctx, done := context.WithDeadline(context.WithoutCancel(r.Context()), late)
		defer done()
		up, err = s.Stock.Uploads.KeepUpload(ctx, up, part, s.Stock.Most)
		return up, cutOff(err)
	}
}

// started says what an upload is before its bytes are read.
func (s stocks) started(r *http.Request, v visitor, fields map[string]string, part *multipart.Part) (up intake.Upload, err error) {
	bodies, err := s.associations(r.Context(), v, access.UploadStock)
	if err != nil {
		return up, err
	}
	for _, b := range bodies {
		if fields["association"] == b.Ref || fields["association"] == "" && len(bodies) == 1 {
			up.Organisation = b.ID
		}
	}
	if up.Organisation == 0 {
		return up, plans.Refuse("association-needed", "association", "It is not said whose homes these are.", "Choose one of the associations that you are an officer of.")
	}
	up.By, up.FileName = v.Account, fileName(part)
	if up.FileName == "" {
		return up, plans.Refuse("no-file", "file", "No file was chosen.", "Choose one.")
	}
	up.Choices, err = firstChoices(fields, v.now)
	return up, err
}

// firstChoices are those that are made with the file.
func firstChoices(fields map[string]string, now time.Time) (c intake.Choices, err error) {
	c.AsAt = fields["as-at"]
	if c.AsAt == "" {
		c.AsAt = plans.FormatDate(access.Today(now))
	}
	if err := checkAsAt(c.AsAt, now); err != nil {
		return c, err
	}
	c.Whole = fields["whole"] == "yes"
	return c, nil
}

// earliest day that a return may describe: computers of associations remember no earlier one.
var earliest = time.Date(1974, 4, 1, 0, 0, 0, 0, time.UTC)

// checkAsAt refuses a day that a file cannot describe.
func checkAsAt(text string, now time.Time) error {
	var day time.Time
	if err := readDay("as-at", text, &day); err != nil {
		return err
	}
	if day.Before(earliest) || day.After(access.Today(now)) {
		return plans.Refuse("bad-date", "as-at", "A file cannot describe "+longDate(day)+".", "Give the day on which the homes stood as the file says: today, or an earlier one.")
	}
	return nil
}

// fileName is what the browser calls the file: without a folder, without what cannot be shown.
func fileName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	name := path.Base(strings.ReplaceAll(params["filename"], `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	if name == "." || name == "/" {
		return ""
	}
	for len(name) > 200 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

// cutOff puts into words why a file did not come in as a whole.
func cutOff(err error) error {
	var tooLarge *http.MaxBytesError
	var known *plans.Error
	switch {
	case err == nil || errors.As(err, &known) || errors.As(err, &tooLarge) || unreachable(err) && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case errors.Is(err, io.EOF):
		return plans.Refuse("no-file", "file", "No file was chosen.", "Choose one.")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.Canceled), errors.Is(err, multipart.ErrMessageTooLarge), strings.Contains(err.Error(), "multipart:"):
		return plans.Refuse("upload-cut-off", "file", "The file did not come in as a whole, so nothing of it was kept.", "Send it again.")
	}
	return err
}
