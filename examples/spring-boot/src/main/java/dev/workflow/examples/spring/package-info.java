/** The engine in an application of Spring Boot, without glue. */
package dev.workflow.examples.spring;
