package dev.workflow.testkit.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * Puts a {@link dev.workflow.testkit.WorkflowTestKit} in the place of the application's engine, in
 * a test such as one with {@code @SpringBootTest}. Inject the kit to move the clock and to read
 * what was sent; the application's beans get its engine. Nothing runs in the background: what is
 * due runs in {@code kit.run()} and {@code kit.advance(…)}, on the test's thread.
 *
 * <p>The kit sees what is committed: a test that is {@code @Transactional} itself would hide from
 * it what it publishes.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(WorkflowTestKitConfiguration.class)
@TestPropertySource(properties = "workflow.autostart=false")
public @interface AutoConfigureWorkflowTestKit {}
