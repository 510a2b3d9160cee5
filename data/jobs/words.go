package jobs

import (
	"terrier/plans"
	"terrier/plans/intake"
)

// What is said of a file is said on a page here, not at a command line.

func failureOf(task intake.Task, e *plans.Error) *intake.Failure {
	return &intake.Failure{Task: task, Code: e.Code, Message: intake.InBrowser(e.Message), Remedy: intake.InBrowser(e.Remedy)}
}

func inBrowserProblem(p intake.Problem) intake.Problem {
	p.Reason, p.Remedy = intake.InBrowser(p.Reason), intake.InBrowser(p.Remedy)
	return p
}

func inBrowserAll(problems []intake.Problem) []intake.Problem {
	said := make([]intake.Problem, len(problems))
	for i, p := range problems {
		said[i] = inBrowserProblem(p)
	}
	return said
}

func spokenAll(texts []string) []string {
	said := make([]string, len(texts))
	for i, t := range texts {
		said[i] = intake.InBrowser(t)
	}
	return said
}
