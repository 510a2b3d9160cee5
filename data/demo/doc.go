// Package demo invents a market town with its villages.
package demo
